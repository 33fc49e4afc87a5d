using System.Runtime.CompilerServices;

namespace Gradus.Algebra;

/// <summary>
/// A number in which a formula can be written. The same line of C# becomes straight-line SIMD over
/// <see cref="Lanes512{E}"/>, value and derivative over <see cref="Dual{T}"/>, and an expression tree over
/// <see cref="Symbol"/>, depending on the interpreter that stands in for <typeparamref name="T"/>.
/// </summary>
/// <remarks>
/// The members are few on purpose: every interpreter implements each of them exactly once. Functions that can be
/// composed from these without losing digits live in <see cref="Real"/>.
/// </remarks>
/// <typeparam name="T">The interpreter itself.</typeparam>
public interface IReal<T> where T : struct, IReal<T>
{
    /// <summary>The sum a + b.</summary>
    static abstract T operator +(T a, T b);

    /// <summary>The difference a − b.</summary>
    static abstract T operator -(T a, T b);

    /// <summary>The product a · b.</summary>
    static abstract T operator *(T a, T b);

    /// <summary>The quotient a / b.</summary>
    static abstract T operator /(T a, T b);

    /// <summary>The negation −a.</summary>
    static abstract T operator -(T a);

    /// <summary>Where a is smaller than b; false where either is NaN.</summary>
    static abstract Mask<T> operator <(T a, T b);

    /// <summary>Where a is larger than b; false where either is NaN.</summary>
    static abstract Mask<T> operator >(T a, T b);

    /// <summary>A number that is the same in every lane.</summary>
    static abstract T Constant(double value);

    /// <summary>
    /// A constant that has a name in print: a hyperparameter, or an expression of hyperparameters that is computed once
    /// per step in double precision.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <param name="name">How it prints; by default the C# expression itself, <c>Beta1</c> printing as β₁.</param>
    static virtual T Parameter(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        T.Constant(value);

    /// <summary>The square root √x.</summary>
    static abstract T Sqrt(T x);

    /// <summary>The exponential eˣ.</summary>
    static abstract T Exp(T x);

    /// <summary>eˣ − 1, exact where x is too small to be seen in eˣ.</summary>
    static virtual T Expm1(T x) => LaneMath.Expm1(x);

    /// <summary>The natural logarithm log x.</summary>
    static abstract T Log(T x);

    /// <summary>log(1 + x), exact where x is too small to be seen in 1 + x.</summary>
    static abstract T Log1p(T x);

    /// <summary>The sine of x radians.</summary>
    static abstract T Sin(T x);

    /// <summary>The cosine of x radians.</summary>
    static abstract T Cos(T x);

    /// <summary>The hyperbolic tangent.</summary>
    static abstract T Tanh(T x);

    /// <summary>σ and softplus of x and of −x.</summary>
    static virtual Logistic<T> Logistic(T x) => Algebra.Logistic<T>.Of(x);

    /// <summary>The absolute value |x|; its derivative at 0 is 0.</summary>
    static abstract T Abs(T x);

    /// <summary>−1, 0 or 1 by the sign of x; its derivative is 0.</summary>
    static virtual T Sign(T x) => T.Select(x > T.Zero, T.One, T.Select(x < T.Zero, -T.One, T.Zero));

    /// <summary>The smaller of two; where they tie, the derivative is the mean of both.</summary>
    static abstract T Min(T a, T b);

    /// <summary>The larger of two; where they tie, the derivative is the mean of both.</summary>
    static abstract T Max(T a, T b);

    /// <summary>xʸ for x ≥ 0.</summary>
    static abstract T Pow(T x, T y);

    /// <summary>xᵃ for an exponent that is known beforehand: a product where a is a small whole number, and then for any x.</summary>
    /// <param name="x">The base; ≥ 0 where the exponent is not whole.</param>
    /// <param name="exponent">The exponent a.</param>
    /// <param name="name">How the exponent prints, as for <see cref="Parameter"/>.</param>
    static virtual T Power(T x, double exponent, [CallerArgumentExpression(nameof(exponent))] string name = "") =>
        LaneMath.Power(x, exponent);

    /// <summary><paramref name="a"/> where the condition holds, <paramref name="b"/> elsewhere.</summary>
    static abstract T Select(Mask<T> condition, T a, T b);

    /// <summary>What a step has changed: after − before, which formulas print as what was added.</summary>
    static virtual T Change(T before, T after) => after - before;

    /// <summary>x itself, which formulas print by a name of its own and define apart.</summary>
    static virtual T Named(T x, string name) => x;

    /// <summary>Zero.</summary>
    static virtual T Zero => T.Constant(0);

    /// <summary>One half.</summary>
    static virtual T Half => T.Constant(0.5);

    /// <summary>One.</summary>
    static virtual T One => T.Constant(1);

    /// <summary>Two.</summary>
    static virtual T Two => T.Constant(2);
}
