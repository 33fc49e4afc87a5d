using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// Huber's loss in units of its own corner: r²/(2β) where |r| &lt; β, |r| − ½β beyond, with r = ŷ − y. Girshick (2015), eq. 3.
/// </summary>
/// <remarks>The slope far out is 1 for every β; with β = 0 it is the absolute error.</remarks>
/// <param name="Beta">β: the error at which the parabola becomes a line, in units of the target.</param>
[Method("smoothL1", "absolute error with a rounded corner",
    Choose = "Box coordinates and other regression where the pull of a large error must not depend on beta. It is Huber's loss divided by its delta.",
    Source = "Girshick 2015, Fast R-CNN, eq. 3")]
[Convention("PyTorch", "SmoothL1Loss(beta): the same")]
[Convention("Keras", "not offered; Huber(delta) divided by delta is this")]
[Convention("Optax", "not offered; huber_loss(delta) divided by delta is this")]
public readonly record struct SmoothL1(
    [Param("error at which quadratic turns linear", Min = 0)] double Beta = 1) : IPointwiseLoss<SmoothL1>
{
    /// <summary>The loss with β = 1, which is Huber's with δ = 1.</summary>
    public SmoothL1() : this(Beta: 1) { }

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T>
    {
        T β = T.Parameter(Beta), r = T.Abs(ŷ - y);
        return T.Select(r < β, T.Half * (r * r) / β, r - T.Half * β);
    }
}
