using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The circle loss log(1 + Σ_n exp(γ α_n (s_n − m)) · Σ_p exp(−γ α_p (s_p − 1 + m))) with cosines s and the weights
/// α_p = max(0, 1 + m − s_p), α_n = max(0, s_n + m): what is far from its goal is moved faster. Sun et al. (2020), eq. 6.
/// </summary>
/// <remarks>The weights are part of the function that is differentiated; the authors' code takes them as given.</remarks>
/// <param name="Margin">m: how far from perfect is good enough.</param>
/// <param name="Gamma">γ: how sharply the worst stand out.</param>
[Method("circle", "similarities moved in proportion to how far from their goal they are",
    Choose = "Face recognition and retrieval with class labels; one loss for class labels and for pairs.",
    Source = "Sun et al. 2020, Circle loss: a unified perspective of pair similarity optimization, eq. 6 and 8")]
[Convention("Paper", "m = 0.25 and γ = 256 for faces, m = 0.4 and γ = 80 for fine-grained retrieval")]
[Convention("PyTorch", "pytorch-metric-learning CircleLoss: m = 0.4, γ = 80")]
public readonly record struct Circle(
    [Param("how far from perfect is good enough", Min = 0, Max = 1)] double Margin = 0.4,
    [Param("how sharply the worst stand out", Min = 0, AboveMin = true)] double Gamma = 80) : IAnchorLoss
{
    /// <summary>The loss with m = 0.4 and γ = 80.</summary>
    public Circle() : this(Margin: 0.4) { }

    Distance IAnchorLoss.Distance => Distance.Cosine;

    Company IAnchorLoss.Company => Company.Batch;

    /// <inheritdoc/>
    public T At<T>(T s, T positive, T negative) where T : struct, IRow<T>
    {
        T m = T.Parameter(Margin, "m"), γ = T.Parameter(Gamma);
        T pull = -γ * T.Max(T.One + m - s, T.Zero) * (s - T.One + m), push = γ * T.Max(s + m, T.Zero) * (s - m);
        return MaskedRow.Softplus(MaskedRow.LogSumExp(push, negative) + MaskedRow.LogSumExp(pull, positive));
    }
}
