using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>½(x⁴ − 16x² + 5x + y⁴ − 16y² + 5y): four basins of unequal depth.</summary>
[Method("styblinskiTang", "four basins of unequal depth, one in each quadrant",
    Choose = "The start's quadrant decides the basin; only one of the four is the lowest, at −78.33.",
    Source = "Styblinski, Tang 1990")]
public readonly record struct StyblinskiTang : ISurface
{
    /// <summary>The lowest root of 4t³ − 32t + 5.</summary>
    private const double Lowest = -2.903534027771177;

    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T> => T.Half * (Basins(x) + Basins(y));

    /// <inheritdoc/>
    public Domain Domain => new(-5, 5, -5, 5);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(Lowest, Lowest)];

    private static T Basins<T>(T t) where T : struct, IReal<T>
    {
        T t2 = t * t;
        return t2 * t2 - T.Constant(16) * t2 + T.Constant(5) * t;
    }
}
