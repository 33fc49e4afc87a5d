using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>1 − exp(−(x² + y²)/2): a round well in a plain that is flatter the farther out.</summary>
[Method("plateau", "a round well in a flat plain: 1 − exp(−(x² + y²)/2)",
    Choose = "Gradients vanish with distance: plain descent stands still on the plain, methods that scale the gradient walk on until it falls below their ε.",
    Source = "A Gaussian well, after the plateaus of saturated units in Goodfellow et al. 2016, §8.2; the formula is ours")]
public readonly record struct Plateau : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T> => -T.Expm1(-(T.Half * (x * x + y * y)));

    /// <inheritdoc/>
    public Domain Domain => new(-6, 6, -6, 6);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(0, 0)];
}
