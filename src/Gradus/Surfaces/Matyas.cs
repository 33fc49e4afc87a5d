using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>0.26(x² + y²) − 0.48xy: a quadratic of condition number 25, nearly flat along x = y.</summary>
[Method("matyas", "a nearly flat diagonal valley: 0.26(x² + y²) − 0.48xy",
    Choose = "Curvatures of only 0.04 and 1: rates that suit steeper surfaces hardly move along the floor.",
    Source = "Matyas 1965; Jamil, Yang 2013")]
public readonly record struct Matyas : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T> =>
        T.Constant(0.26) * (x * x + y * y) - T.Constant(0.48) * x * y;

    /// <inheritdoc/>
    public Domain Domain => new(-10, 10, -10, 10);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(0, 0)];
}
