using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>½(x² + 25y²): a quadratic of condition number 25.</summary>
[Method("bowl", "a smooth bowl, 25 times as curved across as along: ½(x² + 25y²)",
    Choose = "What a condition number of 25 does: plain descent zigzags across or crawls along, momentum and per-coordinate rates do not.",
    Source = "Nocedal, Wright 2006, §3.3")]
public readonly record struct Bowl : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T> => T.Half * (x * x + T.Constant(25) * (y * y));

    /// <inheritdoc/>
    public Domain Domain => new(-4, 4, -2, 2);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(0, 0)];
}
