using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>
/// (1 + (x + y + 1)²(19 − 14x + 3x² − 14y + 6xy + 3y²)) · (30 + (2x − 3y)²(18 − 32x + 12x² + 48y − 36xy + 27y²)):
/// heights from 3 to a million.
/// </summary>
[Method("goldsteinPrice", "four minima, at heights from 3 to 840 under walls of a million",
    Choose = "The gradient spans six orders of magnitude: fixed rates must be tiny, methods that scale the gradient need not care.",
    Source = "Goldstein, Price 1971")]
public readonly record struct GoldsteinPrice : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        T x2 = x * x, xy = x * y, y2 = y * y;
        T first = T.Constant(19) - T.Constant(14) * x + T.Constant(3) * x2 - T.Constant(14) * y + T.Constant(6) * xy + T.Constant(3) * y2;
        T second = T.Constant(18) - T.Constant(32) * x + T.Constant(12) * x2 + T.Constant(48) * y - T.Constant(36) * xy + T.Constant(27) * y2;
        return (T.One + Real.Square(x + y + T.One) * first)
            * (T.Constant(30) + Real.Square(T.Two * x - T.Constant(3) * y) * second);
    }

    /// <inheritdoc/>
    public Domain Domain => new(-2, 2, -2, 2);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(0, -1)];
}
