using System.Runtime.CompilerServices;

namespace Gradus.Algebra;

/// <summary>Functions that follow from the members of <see cref="IReal{T}"/>, in forms that keep their digits.</summary>
public static class Real
{
    /// <summary>x².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Square<T>(T x) where T : struct, IReal<T> => x * x;

    /// <summary>x held between two bounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Clamp<T>(T x, T low, T high) where T : struct, IReal<T> => T.Min(T.Max(x, low), high);

    /// <summary>log(1 + eˣ) without overflow: max(x, 0) + log1p(e^−|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Softplus<T>(T x) where T : struct, IReal<T> => T.Max(x, T.Zero) + T.Log1p(T.Exp(-T.Abs(x)));

    /// <summary>1 / (1 + e^−x), to full relative precision in both tails.</summary>
    /// <remarks>e^−|x| is written with a choice, because the derivative of |x| at 0 is that of neither side.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T>(T x) where T : struct, IReal<T>
    {
        T e = T.Exp(T.Select(x < T.Zero, x, -x));
        return T.Select(x < T.Zero, e, T.One) / (T.One + e);
    }
}
