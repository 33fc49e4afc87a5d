using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>x / (√v + ε), or x / √(v + ε) where ε stands inside: the step of every rule that scales by a root mean square.</summary>
internal readonly struct RootQuotient<T>(double eps, bool inside) where T : struct, IReal<T>
{
    private readonly T _inside = inside ? T.Parameter(eps, "ε") : T.Zero;
    private readonly T _outside = inside ? T.Zero : T.Parameter(eps, "ε");

    public T Divide(T x, T v) => x / (T.Sqrt(v + _inside) + _outside);

    /// <summary>As <see cref="Divide(T, T)"/>, with the root scaled by the correction of its bias first.</summary>
    public T Divide(T x, T v, T rootBias) => x / (T.Sqrt(v + _inside) * rootBias + _outside);
}
