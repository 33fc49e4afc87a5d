using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

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
