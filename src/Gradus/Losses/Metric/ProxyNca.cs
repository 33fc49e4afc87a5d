using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// Proxy-NCA: −log(exp(−d_y) / Σ_{z≠y} exp(−d_z)), with the squared distance d = 2 − 2s between embedding and proxy, both of
/// unit length. Movshovitz-Attias et al. (2017), eq. 4.
/// </summary>
/// <param name="Scale">What the distances are multiplied by.</param>
[Method("proxyNca", "each embedding near its class's proxy, far from the others",
    Choose = "Class labels in batches too small to hold pairs of a class: proxies stand in. proxyAnchor mostly does better.",
    Source = "Movshovitz-Attias et al. 2017, No fuss distance metric learning using proxies, eq. 4")]
[Convention("Paper", "the sum leaves out the class itself; ProxyNCA++ (Teh et al. 2020) includes it: cosFace with margin 0")]
[Convention("PyTorch", "pytorch-metric-learning ProxyNCALoss: includes the class itself, softmax_scale 1")]
public readonly record struct ProxyNca(
    [Param("what the distances are multiplied by", Min = 0, AboveMin = true)] double Scale = 1) : IAnchorLoss
{
    /// <summary>The loss as in the paper.</summary>
    public ProxyNca() : this(Scale: 1) { }

    Distance IAnchorLoss.Distance => Distance.Cosine;

    Company IAnchorLoss.Company => Company.Proxies;

    /// <inheritdoc/>
    public T At<T>(T s, T positive, T negative) where T : struct, IRow<T>
    {
        T z = T.Parameter(Scale, "γ") * (s + s);
        return MaskedRow.Mean(MaskedRow.LogSumExp(z, negative) - z, positive);
    }
}
