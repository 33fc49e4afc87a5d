using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// Logit-adjusted cross-entropy: that of x + τ log π, where π_j is the share of class j among the samples. Menon et al.
/// (2021), eq. 10. Predict with the plain logits.
/// </summary>
/// <param name="Counts">n: how many samples each class has; null where all have the same.</param>
/// <param name="Tau">τ: 1 makes the plain logits optimal for the balanced error.</param>
/// <param name="LabelSmoothing">The share of the target spread over all K classes.</param>
/// <param name="ClassWeights">w: one weight per class, or null for 1 throughout.</param>
/// <param name="IgnoreIndex">Rows with this target class count for nothing.</param>
[Method("logitAdjustment", "cross-entropy of logits shifted by how frequent the classes are",
    Choose = "Classification with rare classes that are to be recognized as well as frequent ones: consistent for the balanced error, without any weights.",
    Source = "Menon, Jayasumana, Rawat, Jain, Veit, Kumar 2021, eq. 10")]
public readonly record struct LogitAdjustment(
    [Param("samples of each class; all alike where left out", Min = 0, AboveMin = true)] IReadOnlyList<double>? Counts = null,
    [Param("how far the logits are shifted")] double Tau = 1,
    [Param("share of the target spread evenly over all classes", Min = 0, Max = 1, BelowMax = true)] double LabelSmoothing = 0,
    [Param("a weight for each class", Min = 0)] IReadOnlyList<double>? ClassWeights = null,
    [Param("class index whose rows count for nothing")] int IgnoreIndex = -100) : ISoftmaxLoss<LogitAdjustment>
{
    /// <summary>Logit adjustment with τ = 1, all classes equally frequent.</summary>
    public LogitAdjustment() : this(Counts: null) { }

    /// <summary>n: how many samples each class has, compared by value; null where all have the same.</summary>
    public IReadOnlyList<double>? Counts { get; init; } = ValueList.Of(Counts);

    /// <summary>w: one weight per class, compared by value, or null for 1 throughout.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; } = ValueList.Of(ClassWeights);

    /// <inheritdoc/>
    public IReadOnlyList<double>? Offsets(int classes)
    {
        if (Counts is null) return null;
        double all = Counts.Sum(), τ = Tau;
        return [.. Counts.Select(n => τ * Math.Log(n / all))];
    }

    /// <inheritdoc/>
    public T At<T>(T logProbability) where T : struct, IReal<T> => -logProbability;
}
