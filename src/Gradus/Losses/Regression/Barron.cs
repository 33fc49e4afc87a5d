using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The general robust loss (b/α) ((z/b + 1)^(α/2) − 1) with z = ((ŷ − y)/c)² and b = |α − 2|: one family from the squared
/// error to losses that ignore outliers. Barron (2019), eqs. 1 and 8.
/// </summary>
/// <remarks>
/// α = 2 is ½z, 1 a smooth absolute error (pseudo-Huber, Charbonnier), 0 Cauchy's log(1 + ½z), −2 Geman and McClure's
/// 2z/(z + 4), −∞ Welsch's 1 − e^(−z/2), which α ≤ −10¹⁵ stands for. The limits are taken exactly, and near them nothing
/// cancels: a power less one is expm1 of a logarithm.
/// </remarks>
/// <param name="Alpha">α: 2 trusts every error, smaller values trust large ones less.</param>
/// <param name="Scale">c: the error at which the parabola bends, in units of the target.</param>
[Method("barron", "one family from squared error to losses that ignore outliers",
    Choose = "Regression where nobody knows how much to trust outliers: tune alpha between 2 (all) and −2 (hardly) instead of switching losses.",
    Source = "Barron 2019, A general and adaptive robust loss function, eqs. 1 and 8")]
[Convention("the paper", "lossfun(x, alpha, scale): the same; its code keeps alpha some 1e-7 away from 0 and 2 instead of taking the limits")]
[Convention("PyTorch", "alpha = 1, scale = delta is pseudo-Huber divided by delta²")]
public readonly record struct Barron(
    [Param("trust in large errors: 2 squared, 1 smooth absolute, 0 Cauchy, −2 Geman-McClure")] double Alpha = 1,
    [Param("error at which the parabola bends", Min = 0, AboveMin = true)] double Scale = 1) : IPointwiseLoss<Barron>
{
    // Nearer to a limit than this, the loss cannot be told from it in double precision.
    private const double Near = 1e-15;

    /// <summary>The smooth absolute error √(r² + 1) − 1.</summary>
    public Barron() : this(Alpha: 1) { }

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T>
    {
        T z = Real.Square((ŷ - y) / T.Parameter(Scale));
        if (Alpha == 2) return T.Half * z;
        if (Alpha == 1) return z / (T.Sqrt(z + T.One) + T.One);
        if (Math.Abs(Alpha) < Near) return T.Log1p(T.Half * z);
        if (Alpha < -1 / Near) return -T.Expm1(-(T.Half * z));
        T b = T.Parameter(Math.Abs(Alpha - 2), "|α − 2|");
        return b / T.Parameter(Alpha) * T.Expm1(T.Parameter(Alpha / 2, "α/2") * T.Log1p(z / b));
    }
}
