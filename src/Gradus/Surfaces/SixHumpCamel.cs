using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>(4 − 2.1x² + x⁴/3)x² + xy + (4y² − 4)y²: six minima, two of them equally lowest.</summary>
[Method("sixHumpCamel", "six minima, two of them equally lowest",
    Choose = "Symmetric about the origin, a saddle: opposite starts end in opposite minima, and four shallower ones lie on the way.",
    Source = "Branin 1972; Dixon, Szegő 1978")]
public readonly record struct SixHumpCamel : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        T x2 = x * x, y2 = y * y;
        return (T.Constant(4) - T.Constant(2.1) * x2 + x2 * x2 / T.Constant(3)) * x2 + x * y + (T.Constant(4) * y2 - T.Constant(4)) * y2;
    }

    /// <inheritdoc/>
    public Domain Domain => new(-2, 2, -1.2, 1.2);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima =>
    [
        new(0.08984201310031806, -0.7126564030207396),
        new(-0.08984201310031806, 0.7126564030207396),
    ];
}
