using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// The negative log-likelihood of a count y under a Poisson distribution: e^x − y x where the prediction x is the log of
/// the rate, λ − y log(λ + ε) where it is the rate λ itself.
/// </summary>
/// <remarks>
/// The term log y!, in which no prediction occurs, is left out, or with <see cref="Full"/> approximated by Stirling's
/// formula y log y − y + ½ log(2πy) for y &gt; 1. The rate of a log-rate above the type's largest exponent (88 in single
/// precision) is infinite, and so is the loss.
/// </remarks>
/// <param name="LogInput">Whether predictions are logs of rates; otherwise they are rates ≥ 0.</param>
/// <param name="Full">Whether to add Stirling's approximation of log y!.</param>
/// <param name="Eps">ε: keeps the logarithm of a rate of 0 finite.</param>
[Method("poissonNll", "negative log-likelihood of counts",
    Choose = "Counts of events: visits, photons, claims. Leave logInput on, so that any real prediction is a valid rate.",
    Source = "Nelder, Wedderburn 1972, Generalized linear models")]
[Convention("PyTorch", "PoissonNLLLoss(log_input, full, eps): the same")]
[Convention("Keras", "Poisson: the one on rates, logInput=false, with eps 1e-7")]
[Convention("Optax", "poisson_nll_loss(log_input, full, eps): the same")]
public readonly record struct PoissonNll(
    [Param("whether predictions are logs of rates")] bool LogInput = true,
    [Param("whether to add Stirling's approximation of log y!")] bool Full = false,
    [Param("added to a rate before its logarithm", Min = 0, AboveMin = true)] double Eps = 1e-8) : IPointwiseLoss<PoissonNll>
{
    /// <summary>The loss on logs of rates, without the term of the target alone.</summary>
    public PoissonNll() : this(LogInput: true) { }

    /// <inheritdoc/>
    public ParameterRange PredictionRange => LogInput ? ParameterRange.Any : new(0, double.PositiveInfinity, false, false);

    /// <inheritdoc/>
    public ParameterRange TargetRange => new(0, double.PositiveInfinity, false, false);

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T>
    {
        T loss = LogInput ? T.Exp(ŷ) - y * ŷ : ŷ - y * T.Log(ŷ + T.Parameter(Eps));
        return Full ? loss + Stirling(y) : loss;
    }

    private static T Stirling<T>(T y) where T : struct, IReal<T> => T.Select(
        y > T.One,
        y * T.Log(y) - y + T.Half * T.Log(T.Parameter(2 * Math.PI, "2π") * y),
        T.Zero);
}
