using System.Globalization;
using System.Text;

namespace Gradus.Algebra.Printing;

/// <summary>A straight-line function in TorchScript, and the numbers to call it with.</summary>
/// <param name="Source">The script. It depends on the shape of the formula only, not on its constants.</param>
/// <param name="Constants">The values of its last arguments, <c>c0, c1, …: float</c>, in order.</param>
public sealed record TorchScriptFunction(string Source, IReadOnlyList<double> Constants);

/// <summary>Prints expressions as TorchScript, which libtorch compiles for any device and fuses on CUDA.</summary>
public static class TorchScript
{
    /// <summary>A function that writes each result into the tensor of that name and returns the first of them.</summary>
    /// <param name="name">What the function is called.</param>
    /// <param name="tensors">The names of its tensor arguments, in order; its constants follow as floats.</param>
    /// <param name="results">Which tensor becomes which expression of the values that the tensors held before.</param>
    public static TorchScriptFunction InPlace(
        string name, IReadOnlyList<string> tensors, IReadOnlyList<(string Tensor, Symbol Value)> results)
    {
        Body body = new(tensors[0]);
        string[] values = [.. results.Select(result => body.Tensor(result.Value.Node))];
        string writes = string.Concat(results.Select((result, i) => $"    {result.Tensor}.copy_({values[i]})\n"));
        return body.Function(name, tensors, "Tensor", writes + $"    return {results[0].Tensor}\n");
    }

    /// <summary>A function that returns its results as new tensors.</summary>
    /// <param name="name">What the function is called.</param>
    /// <param name="tensors">The names of its tensor arguments, in order; its constants follow as floats.</param>
    /// <param name="results">The expressions to return.</param>
    public static TorchScriptFunction Returning(
        string name, IReadOnlyList<string> tensors, params IReadOnlyList<Symbol> results)
    {
        Body body = new(tensors[0]);
        string[] values = [.. results.Select(result => body.Tensor(result.Node))];
        string type = results.Count == 1 ? "Tensor" : $"Tuple[{string.Join(", ", values.Select(_ => "Tensor"))}]";
        return body.Function(name, tensors, type, $"    return {string.Join(", ", values)}\n");
    }

    /// <summary>The statements of one function: one line for each distinct value.</summary>
    private sealed class Body(string like)
    {
        private readonly StringBuilder _lines = new();
        private readonly List<double> _constants = [];
        private readonly Dictionary<Node, string> _names = new(ReferenceEqualityComparer.Instance);

        public TorchScriptFunction Function(string name, IReadOnlyList<string> tensors, string type, string ending) => new(
            $"def {name}({string.Join(", ", [.. tensors.Select(t => $"{t}: Tensor"), .. _constants.Select((_, i) => $"c{i}: float")])}) -> {type}:\n{_lines}{ending}",
            _constants);

        /// <summary>The name of a tensor that holds the value, also where the value is a constant.</summary>
        public string Tensor(Node node) => node.IsConstant ? $"torch.full_like({like}, {Value(node)})" : Value(node);

        private string Value(Node node)
        {
            if (node.IsNumber) return Literal(node.Value);
            if (node.Operation == Operation.Variable) return node.Name;
            if (_names.TryGetValue(node, out string? known)) return known;
            if (node.IsConstant)
            {
                _constants.Add(node.Value);
                return _names[node] = $"c{_constants.Count - 1}";
            }

            string text = Spell(node);
            string name = $"t{_names.Count}";
            _lines.Append(CultureInfo.InvariantCulture, $"    {name} = {text}\n");
            return _names[node] = name;
        }

        private string Spell(Node node)
        {
            Node[] a = node.Arguments;
            return node.Operation switch
            {
                Operation.Add => $"{Value(a[0])} + {Value(a[1])}",
                Operation.Subtract => $"{Value(a[0])} - {Value(a[1])}",
                Operation.Multiply => $"{Value(a[0])} * {Value(a[1])}",
                Operation.Divide => $"{Value(a[0])} / {Value(a[1])}",
                Operation.Negate => $"-{Value(a[0])}",
                Operation.Less => $"{Value(a[0])} < {Value(a[1])}",
                Operation.Greater => $"{Value(a[0])} > {Value(a[1])}",
                Operation.Min => $"torch.minimum({Tensor(a[0])}, {Tensor(a[1])})",
                Operation.Max => $"torch.maximum({Tensor(a[0])}, {Tensor(a[1])})",
                Operation.Pow => $"torch.pow({Value(a[0])}, {Value(a[1])})",
                Operation.Select => $"torch.where({Value(a[0])}, {Tensor(a[1])}, {Tensor(a[2])})",
                _ => $"torch.{node.Operation.ToString().ToLowerInvariant()}({Value(a[0])})",
            };
        }

        private static string Literal(double value) => value switch
        {
            double.PositiveInfinity => "float('inf')",
            double.NegativeInfinity => "float('-inf')",
            double.NaN => "float('nan')",
            _ when double.IsInteger(value) && Math.Abs(value) < 1e15 => value.ToString("0.0", CultureInfo.InvariantCulture),
            _ => value.ToString("R", CultureInfo.InvariantCulture),
        };
    }
}
