using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>sin²(πu) + (u − 1)²(1 + 10 sin²(πu + 1)) + (v − 1)²(1 + sin²(2πv)), where u = 1 + (x − 1)/4 and v = 1 + (y − 1)/4.</summary>
[Method("levy", "parallel ridges across a wide bowl",
    Choose = "Ripples run mostly across x: the coordinates need different treatment, and descent along x is caught between ridges.",
    Source = "Levy, Montalvo 1985; Laguna, Martí 2005, with n = 2")]
public readonly record struct Levy : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        // u − 1 and v − 1, whose sines are 0 at the minimum to the last digit: sin² has period π.
        T u = T.Constant(0.25) * (x - T.One), v = T.Constant(0.25) * (y - T.One), π = T.Parameter(Math.PI, "π");
        return Real.Square(T.Sin(π * u))
            + Real.Square(u) * (T.One + T.Constant(10) * Real.Square(T.Sin(π * u + T.One)))
            + Real.Square(v) * (T.One + Real.Square(T.Sin(T.Two * π * v)));
    }

    /// <inheritdoc/>
    public Domain Domain => new(-10, 10, -10, 10);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(1, 1)];
}
