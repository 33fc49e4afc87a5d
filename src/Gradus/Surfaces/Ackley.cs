using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>
/// −20 exp(−0.2 √((x² + y²)/2)) − exp((cos 2πx + cos 2πy)/2) + e + 20: a rippled plain with a funnel in the middle.
/// </summary>
/// <remarks>
/// At its minimum the surface has a tip, like the cone 4r/√2 at distance r: there is no derivative there. The gradient
/// that is returned at (0, 0) is 0, the mean of the slopes in all directions.
/// </remarks>
[Method("ackley", "a rippled plain with a pointed funnel in the middle",
    Choose = "The slope does not vanish towards the tip: a fixed rate circles it forever, only a falling rate comes to rest.",
    Source = "Ackley 1987; Jamil, Yang 2013")]
public readonly record struct Ackley : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        T turn = T.Parameter(2 * Math.PI, "2π");
        T square = T.Half * (x * x + y * y);
        // The root has no slope at 0: a constant takes its place there.
        T distance = T.Select(square > T.Zero, T.Sqrt(square), T.Zero);
        T ripples = T.Exp(T.Half * (T.Cos(turn * x) + T.Cos(turn * y)));
        return T.Constant(20) - T.Constant(20) * T.Exp(T.Constant(-0.2) * distance) + (T.Parameter(Math.E, "e") - ripples);
    }

    /// <inheritdoc/>
    public Domain Domain => new(-5, 5, -5, 5);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(0, 0)];
}
