using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>(x² + y − 11)² + (x + y² − 7)².</summary>
[Method("himmelblau", "four equal minima",
    Choose = "The start decides which minimum is found, and so do the rate and momentum.",
    Source = "Himmelblau 1972")]
public readonly record struct Himmelblau : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T> =>
        Real.Square(x * x + y - T.Constant(11)) + Real.Square(x + y * y - T.Constant(7));

    /// <inheritdoc/>
    public Domain Domain => new(-5, 5, -5, 5);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima =>
    [
        new(3, 2),
        new(-2.805118086952745, 3.131312518250573),
        new(-3.779310253377747, -3.283185991286170),
        new(3.584428340330492, -1.848126526964404),
    ];
}
