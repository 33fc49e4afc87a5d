namespace Gradus.Algebra;

/// <summary>What a node of an expression tree does with its arguments.</summary>
internal enum Operation
{
    Number, Parameter, Variable,
    Add, Subtract, Multiply, Divide, Negate, Less, Greater,
    Sqrt, Exp, Expm1, Log, Log1p, Sin, Cos, Tanh, Sigmoid, Softplus, Abs, Sign, Min, Max, Pow, Select,
    Sum, Largest, Count, Fixed, Above, Firsts, Seconds, Named,
    Product, Transpose, RowMeans, ColumnMeans, Mean, Norm, Eigenvectors, InverseRoot, Orthonormal,
}

/// <summary>One node of an expression tree; shared by reference where a formula uses a value twice.</summary>
internal sealed class Node(Operation operation, Node[] arguments, double value = double.NaN, string name = "")
{
    public Operation Operation { get; } = operation;

    public Node[] Arguments { get; } = arguments;

    /// <summary>The number, where the node has one without knowing any variable.</summary>
    public double Value { get; } = value;

    public string Name { get; } = name;

    public bool IsConstant { get; } = operation is Operation.Number or Operation.Parameter
        || (operation is not Operation.Variable && arguments.All(a => a.IsConstant));

    /// <summary>Whether the value is the same at every place of a row.</summary>
    public bool IsUniform { get; } = operation is Operation.Number or Operation.Parameter or Operation.Sum or Operation.Largest or Operation.Count
        or Operation.Mean or Operation.Norm
        || (operation is not (Operation.Variable or Operation.Above) && arguments.All(a => a.IsUniform));

    public bool IsNumber => Operation == Operation.Number;

    public bool Is(double number) => IsNumber && Value == number;

    /// <summary>Whether two trees say the same thing; the order of factors does not matter.</summary>
    public bool Same(Node other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (Operation != other.Operation || Name != other.Name || !Value.Equals(other.Value)) return false;
        Node[] a = Arguments, b = other.Arguments;
        return (a.Length == b.Length && a.Zip(b).All(pair => pair.First.Same(pair.Second)))
            || (Operation == Operation.Multiply && a[0].Same(b[1]) && a[1].Same(b[0]));
    }
}
