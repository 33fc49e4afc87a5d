using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// log(1 + ½(r/c)²) with r = ŷ − y: the negative log-likelihood of a Cauchy distribution of scale √2 c, up to a constant.
/// Black and Anandan (1996), there called Lorentzian.
/// </summary>
/// <remarks>The pull of an error is largest at r = √2 c and fades beyond. It is barron(alpha=0).</remarks>
/// <param name="Scale">c: the size of an ordinary error, in units of the target.</param>
[Method("cauchy", "logarithmic beyond ordinary errors: gross outliers lose their pull",
    Choose = "Regression with gross outliers that should be all but ignored. It has several minima where data disagree, so start from a fit with huber.",
    Source = "Black, Anandan 1996, The robust estimation of multiple motions")]
[Convention("Barron 2019", "alpha = 0: the same")]
[Convention("SciPy", "least_squares(loss='cauchy', f_scale): ½f² log(1 + (r/f)²), so f = √2 c and a factor of c²")]
public readonly record struct Cauchy(
    [Param("size of an ordinary error", Min = 0, AboveMin = true)] double Scale = 1) : IPointwiseLoss<Cauchy>
{
    /// <summary>The loss with c = 1.</summary>
    public Cauchy() : this(Scale: 1) { }

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T> => T.Log1p(T.Half * Real.Square((ŷ - y) / T.Parameter(Scale)));
}
