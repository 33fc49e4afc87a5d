using System.Diagnostics;
using Gradus.Algebra;

namespace Gradus;

/// <summary>
/// A formula that someone typed, such as <c>x^2 + 10*sin(y)^2</c>: readable by every interpreter, so that it has values,
/// exact derivatives and a printed form like any formula of the house.
/// </summary>
/// <remarks>
/// Operators + − * / ^ (right to left, before the sign); functions sin cos exp log log1p sqrt abs tanh sigmoid softplus min max pow and
/// where(a &lt; b, x, y); constants pi and e. A whole exponent is a product, so that its base may be negative; with any
/// other exponent the base must not be.
/// </remarks>
public sealed class TypedFormula
{
    private readonly string[] _variables;

    private TypedFormula(string text, string[] variables, Symbol expression) =>
        (Text, _variables, Expression) = (text, variables, expression);

    /// <summary>What was typed.</summary>
    public string Text { get; }

    /// <summary>The names of its variables, in the order in which values are given.</summary>
    public IReadOnlyList<string> Variables => _variables;

    /// <summary>The formula as an expression, to print.</summary>
    public Symbol Expression { get; }

    /// <summary>Reads a formula.</summary>
    /// <param name="text">At most 1000 characters, nested at most 60 deep.</param>
    /// <param name="variables">The names that stand for variables.</param>
    /// <exception cref="RecipeException">The text is no formula; the exception says where and why.</exception>
    public static TypedFormula Parse(string text, params IReadOnlyList<string> variables) =>
        new(text, [.. variables], new FormulaParser(text, variables).Parse());

    /// <summary>The formula's value in any interpreter.</summary>
    /// <param name="values">One for each of <see cref="Variables"/>.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than variables.</exception>
    public T At<T>(params ReadOnlySpan<T> values) where T : struct, IReal<T> => values.Length == _variables.Length
        ? Read(Expression.Node, values)
        : throw new ArgumentException($"'{Text}' has {_variables.Length} variables, but {values.Length} values were given.");

    /// <summary>What was typed.</summary>
    public override string ToString() => Text;

    private T Read<T>(Node node, ReadOnlySpan<T> values) where T : struct, IReal<T>
    {
        if (node.IsNumber) return T.Constant(node.Value);
        if (node.Operation == Operation.Parameter) return T.Parameter(node.Value, node.Name);
        if (node.Operation == Operation.Variable) return values[IndexOf(node.Name)];
        Node[] a = node.Arguments;
        if (node.Operation == Operation.Select)
        {
            T left = Read(a[0].Arguments[0], values), right = Read(a[0].Arguments[1], values);
            Mask<T> condition = a[0].Operation == Operation.Less ? left < right : left > right;
            return T.Select(condition, Read(a[1], values), Read(a[2], values));
        }

        T x = Read(a[0], values);
        if (node.Operation == Operation.Pow && a[1].IsConstant && IsWhole(a[1].Value)) return Power(x, (int)a[1].Value);
        T y = a.Length > 1 ? Read(a[1], values) : default;
        return node.Operation switch
        {
            Operation.Add => x + y,
            Operation.Subtract => x - y,
            Operation.Multiply => x * y,
            Operation.Divide => x / y,
            Operation.Negate => -x,
            Operation.Sqrt => T.Sqrt(x),
            Operation.Exp => T.Exp(x),
            Operation.Log => T.Log(x),
            Operation.Log1p => T.Log1p(x),
            Operation.Sin => T.Sin(x),
            Operation.Cos => T.Cos(x),
            Operation.Tanh => T.Tanh(x),
            Operation.Sigmoid => T.Logistic(x).Sigmoid,
            Operation.Softplus => T.Logistic(x).Softplus,
            Operation.Abs => T.Abs(x),
            Operation.Min => T.Min(x, y),
            Operation.Max => T.Max(x, y),
            Operation.Pow => T.Pow(x, y),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The parser names variables by the very strings that it was given.</summary>
    private int IndexOf(string variable)
    {
        int index = 0;
        while (!ReferenceEquals(_variables[index], variable)) index++;
        return index;
    }

    private static bool IsWhole(double exponent) => double.IsInteger(exponent) && Math.Abs(exponent) <= 1024;

    /// <summary>xⁿ by squaring.</summary>
    private static T Power<T>(T x, int n) where T : struct, IReal<T>
    {
        if (n == 0) return T.One;
        if (n < 0) return T.One / Power(x, -n);
        T half = n > 1 ? Power(x, n / 2) : T.One;
        T even = n > 1 ? half * half : T.One;
        return n % 2 == 0 ? even : n == 1 ? x : even * x;
    }
}
