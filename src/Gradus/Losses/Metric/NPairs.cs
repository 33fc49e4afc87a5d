using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The N-pairs loss: the mean over an anchor's positives of log(1 + Σ_n exp(s_n − s_p)), with products s = a·b.
/// Sohn (2016), eq. 6.
/// </summary>
/// <remarks>It is <see cref="NtXent"/> with temperature 1 on products instead of cosines.</remarks>
[Method("nPairs", "a softmax over one positive and all negatives, on products",
    Choose = "Batches of many classes with few samples each, where lengths may carry confidence; add an l2 penalty on the embeddings, as the paper does.",
    Source = "Sohn 2016, Improved deep metric learning with multi-class N-pair loss objective, eq. 6")]
[Convention("Paper", "one positive per anchor, and a penalty on the squared lengths of the embeddings")]
[Convention("PyTorch", "pytorch-metric-learning NPairsLoss: keeps one positive per class")]
[Convention("Keras", "TensorFlow Addons NpairsLoss: softmax cross-entropy against all of the same class, shared out evenly")]
public readonly record struct NPairs : IAnchorLoss
{
    Distance IAnchorLoss.Distance => Distance.Dot;

    Company IAnchorLoss.Company => Company.Batch;

    /// <inheritdoc/>
    public T At<T>(T s, T positive, T negative) where T : struct, IRow<T> =>
        MaskedRow.Mean(MaskedRow.Softplus(MaskedRow.LogSumExp(s, negative) - s), positive);
}
