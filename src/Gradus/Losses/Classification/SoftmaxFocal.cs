using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The focal loss of a softmax: −(1 − p)^γ log p of the target class, p = softmax(x). γ = 0 is cross-entropy.
/// Lin et al. (2017), eq. 4, over classes instead of yes and no.
/// </summary>
/// <param name="Gamma">γ ≥ 0: how strongly classes that are already likely are left alone.</param>
/// <param name="LabelSmoothing">The share of the target spread over all K classes.</param>
/// <param name="ClassWeights">α: one weight per class, or null for 1 throughout.</param>
/// <param name="IgnoreIndex">Rows with this target class count for nothing.</param>
[Method("softmaxFocal", "focal loss over classes, on logits",
    Choose = "Classification where most samples are easy and drown the hard ones; start with gamma = 2 and compare with crossEntropy, which is gamma = 0.",
    Source = "Lin, Goyal, Girshick, He, Dollár 2017, eq. 4")]
[Convention("Keras", "CategoricalFocalCrossentropy(alpha, gamma): the same times alpha, on probabilities unless from_logits; its default alpha = 0.25")]
public readonly record struct SoftmaxFocal(
    [Param("how strongly easy samples are left alone", Min = 0)] double Gamma = 2,
    [Param("share of the target spread evenly over all classes", Min = 0, Max = 1, BelowMax = true)] double LabelSmoothing = 0,
    [Param("a weight for each class", Min = 0)] IReadOnlyList<double>? ClassWeights = null,
    [Param("class index whose rows count for nothing")] int IgnoreIndex = -100) : ISoftmaxLoss<SoftmaxFocal>
{
    /// <summary>The focal loss with γ = 2.</summary>
    public SoftmaxFocal() : this(Gamma: 2) { }

    /// <summary>α: one weight per class, compared by value, or null for 1 throughout.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; } = ValueList.Of(ClassWeights);

    /// <inheritdoc/>
    public T At<T>(T logProbability) where T : struct, IReal<T> => Forgiving(logProbability, Gamma) * -logProbability;

    /// <summary>(1 − p)^γ; for γ &lt; 1 a floor keeps the slope finite where p rounds to 1.</summary>
    internal static T Forgiving<T>(T logProbability, double gamma) where T : struct, IReal<T>
    {
        T rest = -T.Expm1(logProbability);
        return T.Power(gamma < 1 ? T.Max(rest, T.Constant(1e-30)) : rest, gamma);
    }
}
