using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// Kullback and Leibler's divergence of a target distribution q from p = softmax(x): Σ q (log q − log p), with 0 log 0 = 0, in
/// nats. The mean is over rows.
/// </summary>
/// <remarks>Shares of the target must not be negative; they are taken as they are and should add up to 1.</remarks>
[Method("klDivergence", "how far a softmax is from a target distribution",
    Choose = "Targets that are distributions: distillation from a teacher, soft labels, variational parts. Its gradient is crossEntropy's; its value is 0 where the two agree.",
    Source = "Kullback, Leibler 1951, eq. 2.4")]
[Convention("PyTorch", "KLDivLoss(reduction='batchmean') of log_softmax(x): the same; its reduction 'mean' divides by rows times classes")]
[Convention("Keras", "KLDivergence: the same on probabilities, which it clips")]
[Convention("Optax", "kl_divergence(log_predictions, targets): the same on log-probabilities, one value for each row")]
public readonly record struct KlDivergence : IRowLoss
{
    /// <inheritdoc/>
    public RowTarget Target => RowTarget.Values;

    /// <inheritdoc/>
    public ParameterRange TargetRange => Shares.Range;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T> => T.Sum(q * (Shares.Log(q) - T.Named(Row.LogSoftmax(x), "log p")));
}

/// <summary>Shares of a distribution.</summary>
internal static class Shares
{
    public static ParameterRange Range { get; } = new(0, double.PositiveInfinity, AboveMin: false, BelowMax: false);

    /// <summary>log q, and 0 where q is 0: it is multiplied by q.</summary>
    public static T Log<T>(T q) where T : struct, IReal<T> => T.Log(T.Select(q > T.Zero, q, T.One));
}
