using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The bi-tempered logistic loss: Σ q (log_t₁ q − log_t₁ p) − (q^(2−t₁) − p^(2−t₁)) / (2 − t₁) with the heavy-tailed
/// probabilities p = exp_t₂(x − λ), where λ makes them add up to 1; log_t z = (z^(1−t) − 1) / (1 − t) and exp_t is its inverse.
/// Amid et al. (2019), eq. 3–6. t₁ = t₂ = 1 is cross-entropy.
/// </summary>
/// <remarks>
/// λ is found by Newton's method on the power (Σ p)^(1−t₂), which is concave in λ and nearly straight: from the left it never
/// overshoots. The last step is part of the formula that is differentiated; at the root it has the derivative of λ itself.
/// </remarks>
/// <param name="T1">t₁ in [0, 1]: below 1 the loss is bounded, so that samples far off stop mattering.</param>
/// <param name="T2">t₂ ≥ 1: above 1 the tails are heavy, so that samples near the boundary matter less.</param>
/// <param name="LabelSmoothing">The share of the target spread over all K classes.</param>
[Method("biTempered", "bounded logistic loss with heavy-tailed probabilities",
    Choose = "Classification with wrong labels: t1 < 1 bounds what an outlier far off can cost, t2 > 1 forgives wrong labels near the boundary.",
    Source = "Amid, Warmuth, Anil, Koren 2019, eq. 3–6")]
[Convention("the paper", "its code smooths labels by 1 − ε K/(K − 1) and ε/(K − 1); here, as everywhere, by 1 − ε and ε/K")]
public readonly record struct BiTempered(
    [Param("temperature of the loss", Min = 0, Max = 1)] double T1 = 0.8,
    [Param("temperature of the probabilities", Min = 1, Max = 5)] double T2 = 1.2,
    [Param("share of the target spread evenly over all classes", Min = 0, Max = 1, BelowMax = true)] double LabelSmoothing = 0) : IRowLoss
{
    private const int Steps = 8;

    /// <summary>t₁ = 0.8, t₂ = 1.2.</summary>
    public BiTempered() : this(T1: 0.8) { }

    /// <inheritdoc/>
    public RowTarget Target => RowTarget.ClassOrValues;

    /// <inheritdoc/>
    public Metadata.ParameterRange TargetRange => Shares.Range;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T>
    {
        if (LabelSmoothing > 0) q = T.Parameter(1 - LabelSmoothing) * q + T.Parameter(LabelSmoothing) / T.Count(q);
        T logP = T.Named(T2 == 1 ? Row.LogSoftmax(x) : Tempered(x), "log p");
        if (T1 == 1) return T.Sum(q * (Shares.Log(q) - logP) - q + T.Exp(logP));
        T rest = T.Parameter(1 - T1, "1 - t1"), whole = T.Parameter(2 - T1, "2 - t1"), power = T.Pow(q, whole);
        T costs = (power - q * T.Exp(rest * logP)) / rest - (power - T.Exp(whole * logP)) / whole;
        return T.Sum(costs);
    }

    /// <summary>log p = −log(1 + (t₂ − 1)(λ − a)) / (t₂ − 1), with the logits a shifted so that the largest is 0.</summary>
    private T Tempered<T>(T x) where T : struct, IRow<T>
    {
        T a = x - T.Fixed(T.Largest(x)), fixedA = T.Fixed(a), τ = T.Parameter(T2 - 1, "τ"), λ = T.Zero;
        for (int step = 0; step < Steps; step++) λ = Newton(fixedA, λ, τ);
        λ = Newton(a, T.Named(T.Fixed(λ), "λ₀"), τ);
        return -T.Log1p(τ * (T.Named(λ, "λ") - a)) / τ;
    }

    /// <summary>One step towards S(λ) = Σ p = 1, taken on S^−τ with τ = t₂ − 1: its slope is τ S^(−τ−1) Σ p^(1+τ).</summary>
    private static T Newton<T>(T a, T λ, T τ) where T : struct, IRow<T>
    {
        T logP = -T.Log1p(τ * (λ - a)) / τ;
        T s = T.Sum(T.Exp(logP)), power = T.Exp(-τ * T.Log(s));
        return λ + (T.One - power) * s / (τ * power * T.Sum(T.Exp((T.One + τ) * logP)));
    }
}
