using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>A rule that sees its gradient changed.</summary>
/// <remarks>
/// What stands around a rule is put together from these small ones, each only where it acts. The compiler puts only so much code into a
/// loop: with everything in one, the rule itself would be called for each register, at three times the cost.
/// </remarks>
internal readonly struct OnGradient<TRule, TState, T>(TRule rule, Adjustment adjustment) : IUpdateRule<T, TState>
    where TRule : struct, IUpdateRule<T, TState>
    where TState : struct, IState<TState, T>
    where T : struct, IReal<T>
{
    private readonly GradientChange<T> _change = new(adjustment);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(ref T θ, T g, ref TState s) => rule.Step(ref θ, T.Named(_change.Of(g), "ĝₜ"), ref s);
}

/// <summary>A rule after the weights have shrunk.</summary>
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

/// <summary>A rule whose updates up the gradient are dropped.</summary>
internal readonly struct Careful<TRule, TState, T>(TRule rule, Adjustment adjustment, bool maximize) : IUpdateRule<T, TState>, IProbe<T, TState>
    where TRule : struct, IUpdateRule<T, TState>
    where TState : struct, IState<TState, T>
    where T : struct, IReal<T>
{
    private readonly T _ruleKeeps = OwnDecay(rule);
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

    /// <summary>Of one element: whether the rule's update points down the gradient, as 1 or 0; and 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Quantities<T> Look(T θ, T g, TState s)
    {
        T from = θ * _ruleKeeps;
        rule.Step(ref θ, g, ref s);
        return new(T.Select(_up * ((θ - from) * g) < T.Zero, T.One, T.Zero), T.One, T.Zero, T.Zero);
    }

    /// <summary>The share that stays of the weights where the rule decays them itself. Compiled fully at once, the question makes no box.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T OwnDecay(TRule rule) => rule is IDecaying<T> ? ((IDecaying<T>)rule).Keeps : T.One;
}

/// <summary>A rule that shrinks the weights by a share of themselves before anything else.</summary>
internal interface IDecaying<T> where T : struct, IReal<T>
{
    /// <summary>The share that stays.</summary>
    T Keeps { get; }
}
