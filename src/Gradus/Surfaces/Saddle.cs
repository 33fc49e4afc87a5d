using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>½(x² − y²) + ¼y⁴: a saddle at the origin, minima at (0, ±1).</summary>
[Method("saddle", "a saddle between two minima: ½(x² − y²) + ¼y⁴",
    Choose = "Near the saddle the gradient vanishes although it is no minimum: momentum, adaptive rates or a little noise leave it sooner.",
    Source = "Dauphin et al. 2014 discuss such points; this one is ours")]
public readonly record struct Saddle : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        T y2 = y * y;
        return T.Half * (x * x - y2) + T.Constant(0.25) * (y2 * y2);
    }

    /// <inheritdoc/>
    public Domain Domain => new(-2, 2, -2, 2);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(0, 1), new(0, -1)];
}
