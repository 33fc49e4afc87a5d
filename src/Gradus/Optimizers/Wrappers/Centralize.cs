namespace Gradus.Optimizers;

/// <summary>
/// Gradient centralization: from each row of a matrix's gradient (each filter of a convolution) its mean is subtracted.
/// Vectors, such as biases, are left alone. Yong, Huang, Hua, Zhang (2020), eq. 1.
/// </summary>
[Method("centralize", "subtracts from each row of the gradient its mean",
    Choose = "Convolutional networks with sgd: a mild regularizer that costs nothing to tune.",
    Source = "Yong, Huang, Hua, Zhang 2020, eq. 1")]
[Convention("Optax", "centralize: the same, over all but the last dimension, since its kernels are transposed")]
public sealed record Centralize : Wrapper
{
    /// <inheritdoc/>
    public override Needs Needs => Needs.Gradient | Needs.Rows;

    /// <inheritdoc/>
    public override Adjustment Adjust(Adjustment before, StepContext at) =>
        at.IsVector ? before : before with { Shift = before.Shift + at.Own.Mean / before.Scale };
}
