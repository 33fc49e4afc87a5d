using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// 2z/(z + 4) with z = ((ŷ − y)/c)²: half the square for small errors, at most 2 for any. Geman and McClure (1985) in the
/// scale of Barron (2019), eq. 2, α = −2.
/// </summary>
/// <param name="Scale">c: the size of an ordinary error, in units of the target.</param>
[Method("gemanMcClure", "a bounded loss: no outlier costs more than 2",
    Choose = "Registration and fitting where many points belong to something else. Far from the data it is flat, so it needs a good start.",
    Source = "Geman, McClure 1985, Bayesian image analysis; Barron 2019, eq. 2")]
[Convention("Barron 2019", "alpha = −2: the same")]
[Convention("the paper", "r²/(1 + r²): half of this with c = ½")]
public readonly record struct GemanMcClure(
    [Param("size of an ordinary error", Min = 0, AboveMin = true)] double Scale = 1) : IPointwiseLoss<GemanMcClure>
{
    /// <summary>The loss with c = 1.</summary>
    public GemanMcClure() : this(Scale: 1) { }

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T>
    {
        T z = Real.Square((ŷ - y) / T.Parameter(Scale));
        return T.Two * z / (z + T.Constant(4));
    }
}
