using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// The gradient that a rule with coupled weight decay follows: g + λθ, or −g + λθ when maximising, so that decay shrinks
/// the weights in both directions.
/// </summary>
internal readonly struct Descent<T>(double weightDecay, bool maximize) where T : struct, IReal<T>
{
    private readonly T _sign = maximize ? -T.One : T.One;
    private readonly T λ = weightDecay == 0 ? T.Zero : T.Parameter(weightDecay, "λ");

    public T Gradient(T θ, T g) => _sign * g + λ * θ;
}
