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
        StringBuilder keeps = new(), writes = new();
        for (int i = 0; i < results.Count; i++)
        {
            // A value that is a tensor itself, written before this one reads it, must be kept as it was.
            if (results.Take(i).Any(earlier => earlier.Tensor == values[i]))
            {
                keeps.Append(CultureInfo.InvariantCulture, $"    kept{i} = {values[i]}.clone()\n");
                values[i] = $"kept{i}";
            }

            writes.Append(CultureInfo.InvariantCulture, $"    {results[i].Tensor}.copy_({values[i]})\n");
        }

        return body.Function(name, tensors, "Tensor", $"{keeps}{writes}    return {results[0].Tensor}\n");
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

    /// <summary>A function of whole rows, which lie along the last dimension: it returns one number for each row.</summary>
    /// <param name="name">What the function is called.</param>
    /// <param name="tensors">The names of its tensor arguments, in order; its constants follow as floats.</param>
    /// <param name="result">The expression to return: the same at every place of a row, as Σ is.</param>
    /// <exception cref="ArgumentException">The expression is one number for each place.</exception>
    public static TorchScriptFunction OfRows(string name, IReadOnlyList<string> tensors, Symbol result)
    {
        if (!result.Node.IsUniform) throw new ArgumentException("The expression differs from place to place of a row; a loss of a row is one number for it: take the Sum or the Mean.");
        Body body = new(tensors[0], ofRows: true);
        string value = result.Node.IsConstant ? $"torch.full_like({tensors[0]}.narrow(-1, 0, 1), {body.Value(result.Node)})" : body.Value(result.Node);
        return body.Function(name, tensors, "Tensor", $"    return {value}.squeeze(-1)\n");
    }

    /// <summary>The statements of one function: one line for each distinct value.</summary>
    private sealed class Body(string like, bool ofRows = false)
    {
        private readonly StringBuilder _lines = new();
        private readonly List<double> _constants = [];
        private readonly Dictionary<Node, string> _names = new(ReferenceEqualityComparer.Instance);

        public TorchScriptFunction Function(string name, IReadOnlyList<string> tensors, string type, string ending) => new(
            $"def {name}({string.Join(", ", [.. tensors.Select(t => $"{t}: Tensor"), .. _constants.Select((_, i) => $"c{i}: float")])}) -> {type}:\n{_lines}{ending}",
            _constants);

        /// <summary>The name of a tensor that holds the value, also where the value is a constant.</summary>
        public string Tensor(Node node) => node.IsConstant ? $"torch.full_like({like}, {Value(node)})" : Value(node);

        public string Value(Node node)
        {
            if (node.IsNumber) return Literal(node.Value);
            if (node.Operation == Operation.Variable) return node.Name;
            if (node.Operation == Operation.Named) return Value(node.Arguments[0]);
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
                Operation.Min => $"torch.minimum({Tensor(a[0], a)}, {Tensor(a[1], a)})",
                Operation.Max => $"torch.maximum({Tensor(a[0], a)}, {Tensor(a[1], a)})",
                Operation.Pow => $"torch.pow({Value(a[0])}, {Value(a[1])})",
                Operation.Select => $"torch.where({Value(a[0])}, {Tensor(a[1], a)}, {Tensor(a[2], a)})",
                Operation.Softplus => $"torch.logaddexp({Value(a[0])}, torch.zeros_like({Value(a[0])}))",
                Operation.Sum => $"torch.sum({Value(a[0])}, -1, True)",
                Operation.Largest => $"torch.amax({Value(a[0])}, [-1], True)",
                Operation.Count => $"torch.full_like({Value(a[0])}.narrow(-1, 0, 1), {Value(a[0])}.size(-1))",
                Operation.Fixed => $"{Value(a[0])}.detach()",
                Operation.Above => Above(Value(a[0]), Tensor(a[1], a)),
                Operation.Firsts => $"torch.flatten({Value(a[0])}.unsqueeze(-1).expand(-1, -1, {Value(a[0])}.size(-1)), -2)",
                Operation.Seconds => $"torch.flatten({Value(a[0])}.unsqueeze(-2).expand(-1, {Value(a[0])}.size(-1), -1), -2)",
                _ => $"torch.{node.Operation.ToString().ToLowerInvariant()}({Value(a[0])})",
            };
        }

        /// <summary>A constant in a row takes the shape of what it meets: one number, a row, or all pairs of places.</summary>
        private string Tensor(Node node, Node[] siblings)
        {
            if (!node.IsConstant || !ofRows) return Tensor(node);
            Node? sibling = siblings.FirstOrDefault(s => !s.IsConstant && s.Operation is not (Operation.Less or Operation.Greater))
                ?? siblings[0].Arguments.FirstOrDefault(s => !s.IsConstant);
            return sibling is null ? Tensor(node) : $"torch.full_like({Value(sibling)}, {Value(node)})";
        }

        private string Above(string x, string q)
        {
            string order = $"o{_names.Count}", sorted = $"s{_names.Count}";
            _lines.Append(CultureInfo.InvariantCulture, $"    {order} = torch.sort({x}.detach(), stable=True, dim=-1, descending=True)[1]\n");
            _lines.Append(CultureInfo.InvariantCulture, $"    {sorted} = {q}.detach().expand_as({x}).gather(-1, {order})\n");
            return $"torch.zeros_like({sorted}).scatter(-1, {order}, torch.cumsum({sorted}, -1) - {sorted})";
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
