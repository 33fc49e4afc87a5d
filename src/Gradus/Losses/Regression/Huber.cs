using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// Huber's loss: ½r² where |r| &lt; δ, δ(|r| − ½δ) beyond, with r = ŷ − y. Huber (1964), eq. 3.
/// </summary>
/// <param name="Delta">δ: the error at which the parabola becomes a line, in units of the target.</param>
[Method("huber", "quadratic for small errors, linear beyond delta",
    Choose = "Regression with some outliers: the mean's efficiency on ordinary errors and the median's robustness on large ones. Choose delta near the size of an ordinary error.",
    Source = "Huber 1964, Robust estimation of a location parameter, eq. 3")]
[Convention("PyTorch", "HuberLoss: the same; SmoothL1Loss(beta) is Huber divided by delta")]
[Convention("Keras", "Huber: the same")]
[Convention("Optax", "huber_loss: the same")]
public readonly record struct Huber(
    [Param("error at which quadratic turns linear", Min = 0, AboveMin = true)] double Delta = 1) : IPointwiseLoss<Huber>
{
    /// <summary>Huber's loss with δ = 1.</summary>
    public Huber() : this(Delta: 1) { }

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T>
    {
        T δ = T.Parameter(Delta), r = T.Abs(ŷ - y);
        return T.Select(r < δ, T.Half * (r * r), δ * (r - T.Half * δ));
    }
}
