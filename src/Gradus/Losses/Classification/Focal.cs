using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// The focal loss of a logit x: α_t (1 − p_t)^γ times the binary cross-entropy, p_t being the probability of what is true:
/// p = σ(x) for y = 1, 1 − p for y = 0. Lin et al. (2017), eq. 5.
/// </summary>
/// <remarks>
/// <para>For targets between, α_t = αy + (1 − α)(1 − y) and 1 − p_t = yσ(−x) + (1 − y)σ(x): a sum of positive numbers, so
/// that nothing cancels and the loss has all its digits for logits of any size.</para>
/// <para>Where 0 &lt; γ &lt; 1 the power has an infinite slope at 1 − p_t = 0, which the cross-entropy outweighs; a floor of
/// 10⁻³⁷ keeps the product of the two from being 0·∞.</para>
/// </remarks>
/// <param name="Gamma">γ: how fast easy examples lose their weight; 0 is cross-entropy.</param>
/// <param name="Alpha">α: the weight of positives, 1 − α being that of negatives; ½ halves every loss.</param>
[Method("focal", "binary cross-entropy that looks away from easy examples",
    Choose = "Dense detection and other yes/no tasks with thousands of easy negatives for each positive; with mild imbalance bceWithLogits(positiveWeight) is calibrated and simpler.",
    Source = "Lin, Goyal, Girshick, He, Dollár 2017, Focal loss for dense object detection, eq. 5")]
[Convention("torchvision", "sigmoid_focal_loss(alpha, gamma): the same; its alpha = −1 (no balance) is 2*focal(alpha=0.5) here")]
[Convention("Keras", "BinaryFocalCrossentropy(from_logits=True, apply_class_balancing=True): the same; without balancing twice that of alpha = 0.5")]
[Convention("Optax", "sigmoid_focal_loss(alpha, gamma): the same")]
public readonly record struct Focal(
    [Param("how fast easy examples lose their weight", Min = 0)] double Gamma = 2,
    [Param("weight of the positive class, the negative having the rest", Min = 0, Max = 1)] double Alpha = 0.25) : IPointwiseLoss<Focal>
{
    private const double Floor = 1e-37;

    /// <summary>The paper's choice: γ = 2, α = ¼.</summary>
    public Focal() : this(Gamma: 2) { }

    /// <inheritdoc/>
    public ParameterRange TargetRange => new(0, 1, false, false);

    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        // σ(|x|) = 1/(1 + e), σ(−|x|) = e/(1 + e): one exponential serves both sigmoids and both softpluses. At x = 0 all of
        // them take the side of x > 0, so that their slopes add up to the one there is.
        T e = T.Exp(T.Select(x < T.Zero, x, -x)), n = T.One - y, log = T.Log1p(e);
        T wrong = T.Select(x < T.Zero, y + n * e, y * e + n) / (T.One + e);
        if (Gamma is > 0 and < 1) wrong = T.Max(wrong, T.Constant(Floor));
        T entropy = T.Select(x < T.Zero, -(y * x), n * x) + log;
        T balance = T.Parameter(Alpha) * y + T.Parameter(1 - Alpha) * n;
        return balance * T.Power(wrong, Gamma) * entropy;
    }
}
