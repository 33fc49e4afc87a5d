using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The lifted loss, one anchor at a time: max(0, log Σ_p exp(d_p) + log Σ_n exp(m − d_n)), with euclidean distances d = −s.
/// Hermans, Beyer, Leibe (2017), eq. 8, after Oh Song et al. (2016).
/// </summary>
/// <param name="Margin">m: how much nearer positives must be than negatives.</param>
[Method("lifted", "a smooth hinge on an anchor's farthest positives and nearest negatives",
    Choose = "Like triplet with batchHard, but every positive and negative has a share in the gradient: steadier on noisy labels.",
    Source = "Hermans, Beyer, Leibe 2017, In defense of the triplet loss, eq. 8 (lifted embedding, generalized); Oh Song et al. 2016")]
[Convention("Paper", "Oh Song et al. sum over positive pairs, with the negatives of both ends, and halve the squared hinge")]
[Convention("PyTorch", "pytorch-metric-learning GeneralizedLiftedStructureLoss: the same with pos_margin 0")]
[Convention("Keras", "TensorFlow Addons LiftedStructLoss: Oh Song et al.")]
public readonly record struct Lifted(
    [Param("how much nearer positives must be than negatives", Min = 0)] double Margin = 1) : IAnchorLoss
{
    /// <summary>The loss with margin 1.</summary>
    public Lifted() : this(Margin: 1) { }

    Distance IAnchorLoss.Distance => Distance.Euclidean;

    Company IAnchorLoss.Company => Company.Batch;

    /// <inheritdoc/>
    public T At<T>(T s, T positive, T negative) where T : struct, IRow<T>
    {
        T m = T.Parameter(Margin, "m");
        return T.Max(MaskedRow.LogSumExp(-s, positive) + MaskedRow.LogSumExp(m + s, negative), T.Zero);
    }
}
