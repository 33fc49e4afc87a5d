using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>Any rule, after the weights have shrunk by a share of themselves: θ ← θ(1 − ηλ), then the rule.</summary>
internal readonly struct DecoupledDecay<TRule, TState, T>(TRule rule, double shrink) : IUpdateRule<T, TState>, IDecaying<T>
    where TRule : struct, IUpdateRule<T, TState>
    where TState : struct, IState<TState, T>
    where T : struct, IReal<T>
{
    private readonly T _keep = shrink == 0 ? T.One : T.Parameter(1 - shrink, "(1 − ηλ)");

    public T Keeps => _keep;

    public void Step(ref T θ, T g, ref TState s)
    {
        θ *= _keep;
        rule.Step(ref θ, g, ref s);
    }
}
