using System.Globalization;

namespace Gradus.Algebra.Printing;

/// <summary>
/// Walks an expression and decides where brackets belong; a notation says how each piece is spelled.
/// </summary>
internal abstract class FormulaPrinter
{
    private const int Sum = 1, Product = 2, Sign = 3, Power = 4, Atom = 5;

    private readonly Dictionary<Node, string> _names = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether variables are matrices: the product of two of them, element by element, has a sign of its own then.</summary>
    public bool IsOfMatrices { get; init; }

    /// <summary>From here on the value of this expression is called by a name.</summary>
    public void Name(Symbol value, string name)
    {
        if (value.Node.Arguments.Length > 0) _names[value.Node] = name;
    }

    public string Print(Symbol expression) => Print(expression.Node, 0);

    protected abstract string Variable(string name);

    protected abstract string Number(double value);

    protected abstract string Times { get; }

    protected abstract string Minus { get; }

    protected abstract string Brackets(string inner);

    protected abstract string Fraction(string over, string under);

    /// <summary>Whether a fraction needs brackets around what stands over and under the bar.</summary>
    protected abstract bool FractionBindsItself { get; }

    protected abstract string Raise(string radix, string exponent);

    protected abstract string Root(string inner);

    protected abstract string Call(string function, params ReadOnlySpan<string> arguments);

    protected abstract string Bars(string inner);

    protected abstract string DoubleBars(string inner);

    protected abstract string Transposed(string inner);

    protected abstract string TimesEach { get; }

    protected abstract string Cases(string condition, string then, string otherwise);

    protected static string Shortest(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private string Print(Node node, int tightness)
    {
        if (_names.TryGetValue(node, out string? name)) return Variable(name);
        (string text, int binds) = Spell(node);
        return binds < tightness ? Brackets(text) : text;
    }

    private (string Text, int Binds) Spell(Node node)
    {
        Node[] a = node.Arguments;
        string Of(int index, int tightness = 0) => Print(a[index], tightness);
        return node.Operation switch
        {
            Operation.Number => (Number(node.Value), double.IsNegative(node.Value) ? Sign : Atom),
            Operation.Parameter or Operation.Variable => (Variable(node.Name), Atom),
            Operation.Add when Opposite(a[1]) is { } less => ($"{Of(0, Sum)} {Minus} {Print(less, Product)}", Sum),
            Operation.Add => ($"{Of(0, Sum)} + {Of(1, Sum)}", Sum),
            Operation.Subtract when Opposite(a[1]) is { } more => ($"{Of(0, Sum)} + {Print(more, Product)}", Sum),
            Operation.Subtract => ($"{Of(0, Sum)} {Minus} {Of(1, Product)}", Sum),
            Operation.Expm1 => ($"{Call("exp", Of(0))} {Minus} {Number(1)}", Sum),
            Operation.Negate when a[0].Operation == Operation.Expm1 && !_names.ContainsKey(a[0]) =>
                ($"{Number(1)} {Minus} {Call("exp", Print(a[0].Arguments[0], 0))}", Sum),
            Operation.Negate => ($"{Minus}{Of(0, Product)}", Sum),
            Operation.Multiply when IsOfMatrices && !a[0].IsUniform && !a[1].IsUniform => ($"{Of(0, Product)}{TimesEach}{Of(1, Product)}", Product),
            Operation.Multiply when a[0].Same(a[1]) => (Raise(Of(0, Atom), "2"), Power),
            Operation.Multiply => ($"{Of(0, Product)}{Times}{Unsigned(Of(1, Product))}", Product),
            Operation.Divide when FractionBindsItself => (Fraction(Of(0), Of(1)), Power),
            Operation.Divide => (Fraction(Of(0, Product), Of(1, Sign)), Product),
            Operation.Pow => (Raise(Of(0, Atom), Of(1)), Power),
            Operation.Sqrt => (Root(Of(0)), Atom),
            Operation.Abs => (Bars(Of(0)), Atom),
            Operation.Less => ($"{Of(0)} < {Of(1)}", 0),
            Operation.Greater => ($"{Of(0)} > {Of(1)}", 0),
            Operation.Select => (Cases(Of(0), Of(1), Of(2)), Atom),
            Operation.Largest => (Call("max", Of(0)), Atom),
            Operation.Count => (Variable("n"), Atom),
            Operation.Fixed => Spell(a[0]),
            Operation.Above => (Call("above", Of(0), Of(1)), Atom),
            Operation.Named => (Variable(node.Name), Atom),
            Operation.Firsts => (Variable($"{Of(0, Atom)}ᵢ"), Atom),
            Operation.Seconds => (Variable($"{Of(0, Atom)}ⱼ"), Atom),
            Operation.Product => ($"{Of(0, Sign)} {Of(1, Sign)}", Sign),
            Operation.Transpose => (Transposed(Of(0, Atom)), Power),
            Operation.RowMeans => (Call("rowMeans", Of(0)), Atom),
            Operation.ColumnMeans => (Call("columnMeans", Of(0)), Atom),
            Operation.Norm => (DoubleBars(Of(0)), Atom),
            Operation.Eigenvectors => (Call("eig", Of(0)), Atom),
            Operation.Orthonormal => (Call("qr", Of(0)), Atom),
            Operation.InverseRoot => (Raise(Brackets($"{Of(0, Sum)} + {Variable("ελ₁I")}"), $"{Minus}1/{Shortest(node.Value)}"), Power),
            Operation.Log1p => (Call("log", $"1 + {Of(0, Sum)}"), Atom),
            Operation.Sigmoid => (Call("σ", Of(0)), Atom),
            Operation.Min or Operation.Max => (Call(Word(node.Operation), Of(0), Of(1)), Atom),
            _ => (Call(Word(node.Operation), Of(0)), Atom),
        };
    }

    /// <summary>What a term with a negative factor is without its sign, so that a + −2·b can be written a − 2·b; null for others.</summary>
    private Node? Opposite(Node term)
    {
        if (_names.ContainsKey(term)) return null;
        Node[] a = term.Arguments;
        return term.Operation switch
        {
            Operation.Number when double.IsNegative(term.Value) => new(Operation.Number, [], -term.Value),
            Operation.Negate => a[0],
            Operation.Multiply when a[0].Same(a[1]) => null,
            Operation.Multiply when Opposite(a[0]) is { } first => first.Is(1) ? a[1] : new(Operation.Multiply, [first, a[1]]),
            Operation.Multiply when Opposite(a[1]) is { } second => second.Is(1) ? a[0] : new(Operation.Multiply, [a[0], second]),
            Operation.Divide when Opposite(a[0]) is { } over => new(Operation.Divide, [over, a[1]]),
            _ => null,
        };
    }

    /// <summary>A factor behind a multiplication sign, in brackets where it begins with a minus.</summary>
    private string Unsigned(string factor) => factor.StartsWith(Minus, StringComparison.Ordinal) ? Brackets(factor) : factor;

    private static string Word(Operation operation) => operation.ToString().ToLowerInvariant();
}
