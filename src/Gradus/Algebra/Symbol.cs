using System.Diagnostics;

namespace Gradus.Algebra;

/// <summary>
/// An expression instead of a number: what a formula says, to be printed as Unicode or LaTeX for people and as
/// TorchScript for other devices. <c>Dual&lt;Symbol&gt;</c> yields the exact derivative as an expression.
/// </summary>
/// <remarks>
/// Constants fold, neutral elements vanish and the traces of differentiating a square or an absolute value are tidied as
/// the tree is built; nothing else is rearranged.
/// </remarks>
public readonly struct Symbol : IReal<Symbol>, IRow<Symbol>, IMatrix<Symbol>
{
    private readonly Node? _node;

    internal Symbol(Node node) => _node = node;

    internal Node Node => _node ?? Zero._node!;

    /// <summary>Zero.</summary>
    public static Symbol Zero { get; } = Constant(0);

    /// <summary>A free variable, printed by its name.</summary>
    public static Symbol Variable(string name) => new(new Node(Operation.Variable, [], name: name));

    /// <inheritdoc/>
    public static Symbol Constant(double value) => new(new Node(Operation.Number, [], value));

    /// <inheritdoc/>
    public static Symbol Parameter(double value, string name) =>
        new(new Node(Operation.Parameter, [], value, ParameterName.Pretty(name)));

    /// <inheritdoc/>
    public static Symbol operator +(Symbol a, Symbol b) =>
        a.Node.Is(0) ? b : b.Node.Is(0) ? a
        : b.Node.Operation == Operation.Negate ? a - new Symbol(b.Node.Arguments[0])
        : !a.Node.IsConstant && a.Node.Same(b.Node) ? Constant(2) * a
        : Make(Operation.Add, a, b);

    /// <inheritdoc/>
    public static Symbol operator -(Symbol a, Symbol b) =>
        b.Node.Is(0) ? a : a.Node.Is(0) ? -b : Make(Operation.Subtract, a, b);

    /// <inheritdoc/>
    public static Symbol operator *(Symbol a, Symbol b) =>
        a.Node.Is(0) || b.Node.Is(0) ? Zero
        : a.Node.Is(1) ? b : b.Node.Is(1) ? a
        : a.Node.Is(-1) ? -b : b.Node.Is(-1) ? -a
        : a.Node.Operation == Operation.Negate ? -(new Symbol(a.Node.Arguments[0]) * b)
        : b.Node.Operation == Operation.Negate ? -(a * new Symbol(b.Node.Arguments[0]))
        : a.Node.IsNumber && b.Node.Operation == Operation.Multiply && b.Node.Arguments[0].IsNumber
            ? Constant(a.Node.Value * b.Node.Arguments[0].Value) * new Symbol(b.Node.Arguments[1])
        : b.Node.Operation == Operation.Divide && b.Node.Arguments[0].Is(1) ? a / new Symbol(b.Node.Arguments[1])
        : SignedSize(a.Node, b.Node) ?? SignedSize(b.Node, a.Node) ?? Make(Operation.Multiply, a, b);

    /// <inheritdoc/>
    public static Symbol operator /(Symbol a, Symbol b) =>
        a.Node.Is(0) ? Zero : b.Node.Is(1) ? a : Make(Operation.Divide, a, b);

    /// <inheritdoc/>
    public static Symbol operator -(Symbol a) =>
        a.Node.Operation == Operation.Negate ? new(a.Node.Arguments[0]) : Make(Operation.Negate, a);

    /// <inheritdoc/>
    public static Mask<Symbol> operator <(Symbol a, Symbol b) => new(Make(Operation.Less, a, b));

    /// <inheritdoc/>
    public static Mask<Symbol> operator >(Symbol a, Symbol b) => new(Make(Operation.Greater, a, b));

    /// <inheritdoc/>
    public static Symbol Sqrt(Symbol x) => Make(Operation.Sqrt, x);

    /// <inheritdoc/>
    public static Symbol Exp(Symbol x) => Make(Operation.Exp, x);

    /// <inheritdoc/>
    public static Symbol Expm1(Symbol x) => Make(Operation.Expm1, x);

    /// <inheritdoc/>
    public static Symbol Log(Symbol x) => Make(Operation.Log, x);

    /// <inheritdoc/>
    public static Symbol Log1p(Symbol x) => Make(Operation.Log1p, x);

    /// <inheritdoc/>
    public static Symbol Sin(Symbol x) => Make(Operation.Sin, x);

    /// <inheritdoc/>
    public static Symbol Cos(Symbol x) => Make(Operation.Cos, x);

    /// <inheritdoc/>
    public static Symbol Tanh(Symbol x) => Make(Operation.Tanh, x);

    /// <inheritdoc/>
    public static Logistic<Symbol> Logistic(Symbol x) => new(Sigmoid(x), Sigmoid(-x), Softplus(x), Softplus(-x));

    /// <summary>σ(x) = 1 / (1 + e^−x).</summary>
    public static Symbol Sigmoid(Symbol x) => Make(Operation.Sigmoid, x);

    /// <summary>log(1 + eˣ).</summary>
    public static Symbol Softplus(Symbol x) => Make(Operation.Softplus, x);

    /// <inheritdoc/>
    public static Symbol Abs(Symbol x) => Make(Operation.Abs, x.Node.Operation == Operation.Negate ? -x : x);

    /// <inheritdoc/>
    public static Symbol Sign(Symbol x) => Make(Operation.Sign, x);

    /// <inheritdoc/>
    public static Symbol Min(Symbol a, Symbol b) => Make(Operation.Min, a, b);

    /// <inheritdoc/>
    public static Symbol Max(Symbol a, Symbol b) => Make(Operation.Max, a, b);

    /// <inheritdoc/>
    public static Symbol Pow(Symbol x, Symbol y) =>
        y.Node.Is(0) ? Constant(1) : y.Node.Is(1) ? x : Make(Operation.Pow, x, y);

    /// <inheritdoc/>
    public static Symbol Power(Symbol x, double exponent, string name) => Pow(x, Parameter(exponent, name));

    /// <inheritdoc/>
    public static Symbol Select(Mask<Symbol> condition, Symbol a, Symbol b)
    {
        Node test = condition.Bits.Node;
        if (test.IsConstant) return test.Value != 0 ? a : b;
        if (IsNegative(test, a) && b.Node.Same((-a).Node)) return -Abs(a);
        return a.Node.Same(b.Node) ? a : Make(Operation.Select, condition.Bits, a, b);
    }

    /// <inheritdoc/>
    public static Symbol Sum(Symbol x) => x.Node.Is(0) ? Zero : x.Node.IsUniform ? Count(x) * x : Make(Operation.Sum, x);

    /// <inheritdoc/>
    public static Symbol Largest(Symbol x) => x.Node.IsUniform ? x : Make(Operation.Largest, x);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">x is a constant, which has no places to count.</exception>
    public static Symbol Count(Symbol x)
    {
        Node? row = x.Node;
        while (row is { IsUniform: true })
        {
            row = row.Arguments.FirstOrDefault(argument => !argument.IsUniform) ?? row.Arguments.FirstOrDefault(argument => !argument.IsConstant);
        }

        return row is null
            ? throw new InvalidOperationException("A constant has no places to count or add up; take the row that the formula is given.")
            : Make(Operation.Count, new Symbol(row));
    }

    /// <inheritdoc/>
    public static Symbol Fixed(Symbol x) => x.Node.IsConstant || x.Node.Operation == Operation.Fixed ? x : Make(Operation.Fixed, x);

    /// <inheritdoc/>
    public static Symbol Above(Symbol x, Symbol q) => Make(Operation.Above, x, q);

    /// <inheritdoc/>
    public static Symbol Firsts(Symbol x) => x.Node.IsUniform ? x : Make(Operation.Firsts, x);

    /// <inheritdoc/>
    public static Symbol Seconds(Symbol x) => x.Node.IsUniform ? x : Make(Operation.Seconds, x);

    /// <summary>(x + y) − x is y.</summary>
    public static Symbol Change(Symbol before, Symbol after) => after.Node.Operation switch
    {
        Operation.Add when after.Node.Arguments[0].Same(before.Node) => new Symbol(after.Node.Arguments[1]),
        Operation.Subtract when after.Node.Arguments[0].Same(before.Node) => -new Symbol(after.Node.Arguments[1]),
        _ => after - before,
    };

    /// <inheritdoc/>
    public static Symbol Named(Symbol x, string name) => x.Node.Arguments.Length == 0 ? x : new(new Node(Operation.Named, [x.Node], name: name));

    /// <inheritdoc/>
    public static Symbol Product(Symbol a, Symbol b) => Make(Operation.Product, a, b);

    /// <inheritdoc/>
    public static Symbol Transpose(Symbol a) => a.Node.Operation == Operation.Transpose ? new(a.Node.Arguments[0]) : Make(Operation.Transpose, a);

    /// <inheritdoc/>
    public static Symbol RowMeans(Symbol a) => Make(Operation.RowMeans, a);

    /// <inheritdoc/>
    public static Symbol ColumnMeans(Symbol a) => Make(Operation.ColumnMeans, a);

    /// <inheritdoc/>
    public static Symbol Mean(Symbol a) => Make(Operation.Mean, a);

    /// <inheritdoc/>
    public static Symbol Norm(Symbol a) => Make(Operation.Norm, a);

    /// <inheritdoc/>
    public static Symbol Eigenvectors(Symbol a) => Make(Operation.Eigenvectors, a);

    /// <inheritdoc/>
    public static Symbol InverseRoot(Symbol a, int p, double eps) => new(new Node(Operation.InverseRoot, [a.Node], p));

    /// <inheritdoc/>
    public static Symbol Orthonormal(Symbol a) => Make(Operation.Orthonormal, a);

    /// <summary>The expression in plain Unicode.</summary>
    public override string ToString() => FormulaStyle.Unicode.Print(this);

    /// <summary>Whether a condition is x &lt; 0: x there and −x elsewhere is −|x|.</summary>
    private static bool IsNegative(Node test, Symbol x) =>
        test.Operation == Operation.Less && test.Arguments[1].Is(0) && test.Arguments[0].Same(x.Node);

    /// <summary>|x| · sign x is x: the derivative of ½|x|² reads as people write it.</summary>
    private static Symbol? SignedSize(Node a, Node b) =>
        a.Operation == Operation.Abs && b.Operation == Operation.Sign && a.Arguments[0].Same(b.Arguments[0])
            ? new Symbol(a.Arguments[0])
            : null;

    private static Symbol Make(Operation operation, params ReadOnlySpan<Symbol> arguments)
    {
        Node[] nodes = new Node[arguments.Length];
        for (int i = 0; i < nodes.Length; i++) nodes[i] = arguments[i].Node;
        if (!nodes.All(n => n.IsConstant)) return new(new Node(operation, nodes));
        double value = Evaluate(operation, nodes);
        return nodes.All(n => n.IsNumber) ? Constant(value) : new(new Node(operation, nodes, value));
    }

    private static double Evaluate(Operation operation, Node[] nodes)
    {
        double x = nodes[0].Value, y = nodes.Length > 1 ? nodes[1].Value : 0;
        return operation switch
        {
            Operation.Add => x + y,
            Operation.Subtract => x - y,
            Operation.Multiply => x * y,
            Operation.Divide => x / y,
            Operation.Negate => -x,
            Operation.Less => x < y ? 1 : 0,
            Operation.Greater => x > y ? 1 : 0,
            Operation.Sqrt => Math.Sqrt(x),
            Operation.Exp => Math.Exp(x),
            Operation.Expm1 => LaneMath.Expm1(new Scalar<double>(x)).Value,
            Operation.Log => Math.Log(x),
            Operation.Log1p => LaneMath.Log1p<Scalar<double>, double>(new(x)).Value,
            Operation.Sin => Math.Sin(x),
            Operation.Cos => Math.Cos(x),
            Operation.Tanh => Math.Tanh(x),
            Operation.Sigmoid => Logistic<Scalar<double>>.Of(new(x)).Sigmoid.Value,
            Operation.Softplus => Logistic<Scalar<double>>.Of(new(x)).Softplus.Value,
            Operation.Abs => Math.Abs(x),
            Operation.Sign => Math.Sign(x),
            Operation.Min => Math.Min(x, y),
            Operation.Max => Math.Max(x, y),
            Operation.Pow => Math.Pow(x, y),
            Operation.Named => x,
            Operation.Select => x != 0 ? y : nodes[2].Value,
            _ => throw new UnreachableException(),
        };
    }
}
