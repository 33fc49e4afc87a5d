using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>2x² − 1.05x⁴ + x⁶/6 + xy + y²: three minima in a row, the middle one the lowest.</summary>
[Method("threeHumpCamel", "three minima in a row, the middle one the lowest",
    Choose = "Plain descent ends in the side basin it starts above; a step or momentum large enough carries over the ridge to the middle.",
    Source = "Branin 1972; Dixon, Szegő 1975")]
public readonly record struct ThreeHumpCamel : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        T x2 = x * x;
        return (T.Two - T.Constant(1.05) * x2 + x2 * x2 / T.Constant(6)) * x2 + x * y + y * y;
    }

    /// <inheritdoc/>
    public Domain Domain => new(-3, 3, -3, 3);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(0, 0)];
}
