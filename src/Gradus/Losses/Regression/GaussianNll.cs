using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The negative log-likelihood of a target under a normal distribution with the predicted mean and variance:
/// ½(log s + (ŷ − y)²/s) with s = max(variance, ε). Nix and Weigend (1994), eq. 4.
/// </summary>
/// <remarks>Variances are ≥ 0. Below ε the variance no longer changes the loss, so its derivative is 0 there.</remarks>
/// <param name="Eps">ε: the smallest variance that is believed, in units of the target squared.</param>
/// <param name="Full">Whether to add the constant ½ log 2π.</param>
[Method("gaussianNll", "regression that also predicts its variance",
    Choose = "Noise that differs from input to input, or whenever error bars are wanted. Predict the variance through softplus or exp; where it is overconfident, train the mean alone first.",
    Source = "Nix, Weigend 1994, Estimating the mean and variance of the target probability distribution, eq. 4")]
[Convention("PyTorch", "GaussianNLLLoss(full, eps): the same, except that a variance below eps is raised to it and still gets the slope of eps; TorchSharp's gives the variance no gradient at all, and its mean is a sum over all but the first dimension")]
[Convention("Keras", "not offered")]
public readonly record struct GaussianNll(
    [Param("smallest variance that is believed", Min = 0, AboveMin = true)] double Eps = 1e-6,
    [Param("whether to add the constant ½ log 2π")] bool Full = false) : IVarianceLoss<GaussianNll>
{
    /// <summary>The loss without its constant, with ε = 1e-6.</summary>
    public GaussianNll() : this(Eps: 1e-6) { }

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y, T variance) where T : struct, IReal<T>
    {
        T s = T.Max(variance, T.Parameter(Eps));
        T loss = T.Half * (T.Log(s) + Real.Square(ŷ - y) / s);
        return Full ? loss + T.Half * T.Parameter(Math.Log(2 * Math.PI), "log 2π") : loss;
    }
}
