using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>(x + 2y − 7)² + (2x + y − 5)²: a quadratic of condition number 9 whose axes lie diagonally.</summary>
[Method("booth", "a mild quadratic, tilted: (x + 2y − 7)² + (2x + y − 5)²",
    Choose = "A first check: every method must find (1, 3), and one that takes long here has a wrong rate.",
    Source = "Booth 1949; Jamil, Yang 2013")]
public readonly record struct Booth : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T> =>
        Real.Square(x + T.Two * y - T.Constant(7)) + Real.Square(T.Two * x + y - T.Constant(5));

    /// <inheritdoc/>
    public Domain Domain => new(-10, 10, -10, 10);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(1, 3)];
}
