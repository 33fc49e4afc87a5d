using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>((x − 3)/100)² − (x − y) + exp(20(x − y)): a gentle slope that leads to the foot of an exponential wall.</summary>
/// <remarks>
/// The minimum lies where both parts balance: x = 3 and 20 exp(20(x − y)) = 1, that is y = 3 + log(20)/20. Its height is
/// (1 + log 20)/20.
/// </remarks>
[Method("cliff", "a gentle slope to the foot of an exponential wall",
    Choose = "One step too far up the wall and the gradient is astronomical: an unclipped step lands out of sight, a clipped one comes back down.",
    Source = "Buckley 1989, no. 206; problem CLIFF of the CUTE collection")]
public readonly record struct Cliff : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        T across = x - y;
        return Real.Square((x - T.Constant(3)) / T.Constant(100)) - across + T.Exp(T.Constant(20) * across);
    }

    /// <inheritdoc/>
    public Domain Domain => new(-1, 5, -2, 6);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(3, 3 + Math.Log(20) / 20)];
}
