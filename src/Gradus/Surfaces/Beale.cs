using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)².</summary>
[Method("beale", "flat nearly everywhere, with cliffs at the corners",
    Choose = "Gradients that differ by orders of magnitude along one path: a fixed rate either explodes at the cliffs or stalls on the plain.",
    Source = "Beale 1958; Moré, Garbow, Hillstrom 1981, no. 5")]
public readonly record struct Beale : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        T y2 = y * y, y3 = y2 * y;
        return Real.Square(T.Constant(1.5) - x + x * y)
            + Real.Square(T.Constant(2.25) - x + x * y2)
            + Real.Square(T.Constant(2.625) - x + x * y3);
    }

    /// <inheritdoc/>
    public Domain Domain => new(-4.5, 4.5, -4.5, 4.5);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(3, 0.5)];
}
