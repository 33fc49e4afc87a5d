using System.Runtime.CompilerServices;

namespace Gradus.Algebra;

/// <summary>The logistic functions of a number and of its opposite, which share one exponential and one logarithm.</summary>
/// <param name="Sigmoid">σ(x) = 1 / (1 + e^−x), to full relative precision in both tails.</param>
/// <param name="SigmoidOfMinus">σ(−x) = 1 − σ(x).</param>
/// <param name="Softplus">softplus(x) = log(1 + eˣ) without overflow: max(x, 0) + log1p(e^−|x|).</param>
/// <param name="SoftplusOfMinus">softplus(−x).</param>
/// <typeparam name="T">The interpreter.</typeparam>
public readonly record struct Logistic<T>(T Sigmoid, T SigmoidOfMinus, T Softplus, T SoftplusOfMinus) where T : struct, IReal<T>
{
    /// <summary>The functions, composed of an interpreter's own members.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Logistic<T> Of(T x)
    {
        T e = T.Exp(-T.Abs(x)), near = T.One / (T.One + e), far = e * near, log = T.Log1p(e);
        Mask<T> negative = x < T.Zero;
        return new(T.Select(negative, far, near), T.Select(negative, near, far), T.Max(x, T.Zero) + log, T.Max(-x, T.Zero) + log);
    }
}
