using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>A rule with an <see cref="Adjustment"/> around it.</summary>
internal readonly struct Around<TRule, TState, T> : IUpdateRule<T, TState>
    where TRule : struct, IUpdateRule<T, TState>
    where TState : struct, IState<TState, T>
    where T : struct, IReal<T>
{
    private readonly TRule _rule;
    private readonly GradientChange<T> _change;
    private readonly T _keep, _ruleKeeps, _updateScale, _up;
    private readonly bool _changes, _shrinks, _isCautious;

    public Around(TRule rule, Adjustment adjustment, bool maximize)
    {
        _rule = rule;
        _change = new(adjustment);
        _changes = !adjustment.LeavesGradient;
        _shrinks = adjustment.Keep != 1;
        _isCautious = adjustment.IsCautious;
        _keep = T.Parameter(adjustment.Keep, adjustment.KeepName);
        _updateScale = adjustment.UpdateScale == 1 ? T.One : T.Parameter(adjustment.UpdateScale, "1/share");
        _ruleKeeps = _isCautious ? OwnDecay(rule) : T.One;
        _up = maximize ? -T.One : T.One;
    }

    /// <summary>The share that stays of the weights where the rule decays them itself. Compiled fully at once, the question makes no box.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static T OwnDecay(TRule rule) => rule is IDecaying<T> ? ((IDecaying<T>)rule).Keeps : T.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(ref T θ, T g, ref TState s)
    {
        if (_changes) g = T.Named(_change.Of(g), "ĝₜ");
        if (_shrinks) θ *= _keep;
        if (!_isCautious)
        {
            _rule.Step(ref θ, g, ref s);
            return;
        }

        T from = θ * _ruleKeeps;
        _rule.Step(ref θ, g, ref s);
        T u = T.Named(T.Change(from, θ), "Δₜ");
        θ = from + T.Select(_up * (u * g) < T.Zero, _updateScale * u, T.Zero);
    }

    /// <summary>Of one element: whether the rule's update points down the gradient, as 1 or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Agrees(T θ, T g, TState s)
    {
        g = _change.Of(g);
        if (_shrinks) θ *= _keep;
        T from = θ * _ruleKeeps;
        _rule.Step(ref θ, g, ref s);
        return T.Select(_up * ((θ - from) * g) < T.Zero, T.One, T.Zero);
    }
}

/// <summary>A rule that shrinks the weights by a share of themselves before anything else.</summary>
internal interface IDecaying<T> where T : struct, IReal<T>
{
    /// <summary>The share that stays.</summary>
    T Keeps { get; }
}

/// <summary>A rule, and a copy of the weights that follows them.</summary>
internal readonly struct Trailing<TRule, TState, T, TName>(TRule rule, Trail trail, bool isFirst) : IUpdateRule<T, Plus<TState, T, TName>>
    where TRule : struct, IUpdateRule<T, TState>
    where TState : struct, IState<TState, T>
    where T : struct, IReal<T>
    where TName : struct, ISlotName
{
    private readonly T w = T.Parameter(trail.Weight, trail.Name);
    private readonly bool _moves = trail.Weight != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(ref T θ, T g, ref Plus<TState, T, TName> s)
    {
        T copy = isFirst ? θ : s.Copy;
        rule.Step(ref θ, g, ref s.Inner);
        if (trail.PullsBack) θ = T.Named(θ, "θ′ₜ");
        if (_moves) copy += w * (θ - copy);
        if (trail.PullsBack) θ = copy;
        s.Copy = copy;
    }
}

/// <summary>A rule's state and, behind it, a copy of the weights.</summary>
internal struct Plus<TState, T, TName> : IState<Plus<TState, T, TName>, T>
    where TState : struct, IState<TState, T>
    where T : struct, IReal<T>
    where TName : struct, ISlotName
{
    public TState Inner;

    public T Copy;

    private static readonly string[] s_names = [.. TState.Names, TName.Text];

    public static ReadOnlySpan<string> Names => s_names;

    public static int Count => TState.Count + 1;

    public T this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => slot == TState.Count ? Copy : Inner[slot];
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            if (slot == TState.Count) Copy = value; else Inner[slot] = value;
        }
    }
}

/// <summary>The average of the weights.</summary>
internal readonly struct NamedAverage : ISlotName
{
    public static string Text => "average";
}

/// <summary>Lookahead's slow weights.</summary>
internal readonly struct NamedSlow : ISlotName
{
    public static string Text => "slow";
}
