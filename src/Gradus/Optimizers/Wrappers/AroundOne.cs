using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>A rule that sees its gradient multiplied, and nothing else around it.</summary>
/// <remarks>
/// This and the next are what <see cref="Around{TRule, TState, T}"/> does where there is one thing to do. The compiler puts only so much
/// code into a loop: with the whole of Around in it, the rule itself would be called for each register, at three times the cost.
/// </remarks>
internal readonly struct Scaled<TRule, TState, T>(TRule rule, Adjustment adjustment) : IUpdateRule<T, TState>
    where TRule : struct, IUpdateRule<T, TState>
    where TState : struct, IState<TState, T>
    where T : struct, IReal<T>
{
    private readonly T _scale = T.Parameter(adjustment.Scale, adjustment.ScaleName);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(ref T θ, T g, ref TState s) => rule.Step(ref θ, T.Named(_scale * g, "ĝₜ"), ref s);
}

/// <summary>A rule that sees its gradient changed in any way, and nothing else around it.</summary>
internal readonly struct OnGradient<TRule, TState, T>(TRule rule, Adjustment adjustment) : IUpdateRule<T, TState>
    where TRule : struct, IUpdateRule<T, TState>
    where TState : struct, IState<TState, T>
    where T : struct, IReal<T>
{
    private readonly GradientChange<T> _change = new(adjustment);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(ref T θ, T g, ref TState s) => rule.Step(ref θ, T.Named(_change.Of(g), "ĝₜ"), ref s);
}

/// <summary>A rule after the weights have shrunk, and nothing else around it.</summary>
internal readonly struct Shrunk<TRule, TState, T>(TRule rule, Adjustment adjustment) : IUpdateRule<T, TState>
    where TRule : struct, IUpdateRule<T, TState>
    where TState : struct, IState<TState, T>
    where T : struct, IReal<T>
{
    private readonly T _keep = T.Parameter(adjustment.Keep, adjustment.KeepName);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(ref T θ, T g, ref TState s)
    {
        θ *= _keep;
        rule.Step(ref θ, g, ref s);
    }
}

/// <summary>A rule whose updates up the gradient are dropped, and nothing else around it.</summary>
internal readonly struct Careful<TRule, TState, T>(TRule rule, Adjustment adjustment, bool maximize) : IUpdateRule<T, TState>
    where TRule : struct, IUpdateRule<T, TState>
    where TState : struct, IState<TState, T>
    where T : struct, IReal<T>
{
    private readonly T _ruleKeeps = Around<TRule, TState, T>.OwnDecay(rule);
    private readonly T _scale = adjustment.UpdateScale == 1 ? T.One : T.Parameter(adjustment.UpdateScale, "1/share");
    private readonly T _up = maximize ? -T.One : T.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(ref T θ, T g, ref TState s)
    {
        T from = θ * _ruleKeeps;
        rule.Step(ref θ, g, ref s);
        T u = T.Named(T.Change(from, θ), "Δₜ");
        θ = from + T.Select(_up * (u * g) < T.Zero, _scale * u, T.Zero);
    }
}
