using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>x³ − 3xy²: three valleys and three ridges meet at the origin, where even the curvature is 0.</summary>
/// <remarks>It has no minimum: along each of its valleys it falls without end.</remarks>
[Method("monkeySaddle", "a saddle with a third valley, for the tail, flat to second order: x³ − 3xy²",
    Choose = "At the origin gradient and Hessian both vanish, so that curvature shows no way out; and a path that leaves it falls without end.",
    Source = "Hilbert, Cohn-Vossen 1932 (Anschauliche Geometrie)")]
public readonly record struct MonkeySaddle : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T> => x * x * x - T.Constant(3) * x * (y * y);

    /// <inheritdoc/>
    public Domain Domain => new(-2, 2, -2, 2);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [];
}
