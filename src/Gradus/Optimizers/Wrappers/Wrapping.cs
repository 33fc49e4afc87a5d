using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>A rule's wrappers folded into what one step does.</summary>
internal static class Wrapping
{
    public static Needs NeedsOf(ElementwiseOptimizer optimizer)
    {
        Needs needs = optimizer.RuleNeeds;
        for (int i = 0; i < optimizer.Wrappers.Count; i++) needs |= optimizer.Wrappers[i].Needs;
        return needs;
    }

    /// <summary>What is wrong with an optimizer's wrappers, as a sentence without its end; null where nothing is.</summary>
    public static string? Complaint(ElementwiseOptimizer optimizer)
    {
        for (int i = 0; i < optimizer.Wrappers.Count; i++)
        {
            if (optimizer.Wrappers[i].Complaint(optimizer, i) is { } complaint) return $"{Catalog.NameOf(optimizer.Wrappers[i])}: {complaint}";
        }

        return null;
    }

    /// <summary>The step whose update is printed: like most of those to come, and one in which every wrapper acts.</summary>
    public static long PrintedStep(ElementwiseOptimizer optimizer)
    {
        const int Patience = 10_000;
        TrailingWrapper[] trailing = [.. optimizer.Wrappers.OfType<TrailingWrapper>()];
        long first = trailing.Select(one => one.Settled).Append(optimizer.PrintedStep).Max();
        for (long step = first; step < first + Patience; step++)
        {
            if (trailing.All(one => !one.At(step).IsAtRest)) return step;
        }

        return first;
    }

    /// <summary>The place of the last wrapper that asks for something; −1 where none does.</summary>
    public static int PlaceOf(ElementwiseOptimizer optimizer, Needs need)
    {
        int place = optimizer.Wrappers.Count - 1;
        while (place >= 0 && !optimizer.Wrappers[place].Needs.HasFlag(need)) place--;
        return place;
    }

    /// <summary>
    /// What the measures of one tensor or row contribute to the total: those of the gradient as the wrappers before the
    /// last one that asks for a total leave it. Earlier ones only ask whether it is finite.
    /// </summary>
    public static Measures ShareOfWhole(ElementwiseOptimizer optimizer, StepContext at) =>
        Fold(optimizer, at, Math.Max(0, PlaceOf(optimizer, Needs.Whole))).Of(at.Own);

    /// <summary>All that the wrappers do in a step.</summary>
    /// <param name="optimizer">The rule and its wrappers.</param>
    /// <param name="at">The step as measured.</param>
    /// <param name="inner">The step as the rule shall see it.</param>
    public static Adjustment Fold(ElementwiseOptimizer optimizer, StepContext at, out StepContext inner)
    {
        Adjustment adjustment = Fold(optimizer, at, optimizer.Wrappers.Count);
        inner = at with { Own = SeesTensor(optimizer) ? at.Tensor : adjustment.Of(at.Own) };
        return adjustment;
    }

    /// <summary>What the first few wrappers do.</summary>
    /// <param name="optimizer">The rule and its wrappers.</param>
    /// <param name="at">The step as measured; behind the noise, of the gradient with the noise.</param>
    /// <param name="count">How many.</param>
    public static Adjustment Fold(ElementwiseOptimizer optimizer, StepContext at, int count)
    {
        Adjustment adjustment = new();
        for (int i = 0; i < count; i++)
        {
            adjustment = optimizer.Wrappers[i].Adjust(adjustment, at with { Own = at.Own.After(adjustment.Scale, adjustment.Shift) });
        }

        return adjustment;
    }

    /// <summary>Whether the rule measures tensors although its wrappers look at their rows.</summary>
    public static bool SeesTensor(ElementwiseOptimizer optimizer) =>
        optimizer.Wrappers.Count > 0 && (optimizer.RuleNeeds & (Needs.Gradient | Needs.Weights)) != 0 && !optimizer.RuleNeeds.HasFlag(Needs.Rows) && optimizer.Needs.HasFlag(Needs.Rows);

    public static void Apply<T, TUser>(ElementwiseOptimizer optimizer, StepContext at, TUser user)
        where T : struct, IReal<T>
        where TUser : struct, IRuleUser<T>
    {
        Adjustment adjustment = Fold(optimizer, at, out StepContext inner);
        Trails trails = Trails.Of(optimizer, at.Step);
        if (adjustment.IsNothing && trails.AreAtRest) optimizer.Use<T, TUser>(inner, user);
        else optimizer.Use<T, RuleWrapper<T, TUser>>(inner, new(adjustment, trails, optimizer.Maximize, user));
    }

    public static void ApplyProbe<T, TUser>(ElementwiseOptimizer optimizer, StepContext at, TUser user)
        where T : struct, IReal<T>
        where TUser : struct, IProbeUser<T>
    {
        Adjustment adjustment = Fold(optimizer, at, out StepContext inner);
        if (adjustment.IsCautious && !optimizer.RuleNeeds.HasFlag(Needs.Probe)) optimizer.Use<T, CautionProber<T, TUser>>(inner, new(adjustment, optimizer.Maximize, user));
        else if (adjustment.IsNothing) optimizer.Probe<T, TUser>(inner, user);
        else optimizer.Probe<T, ProbeWrapper<T, TUser>>(inner, new(adjustment, user));
    }

    private readonly struct RuleWrapper<T, TUser>(Adjustment adjustment, Trails trails, bool maximize, TUser user) : IRuleUser<T>
        where T : struct, IReal<T>
        where TUser : struct, IRuleUser<T>
    {
        public void Run<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<T, TState>
            where TState : struct, IState<TState, T>
        {
            if (adjustment.IsCautious) Shrink<Careful<TRule, TState, T>, TState>(new(rule, adjustment, maximize));
            else Shrink<TRule, TState>(rule);
        }

        private void Shrink<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<T, TState>
            where TState : struct, IState<TState, T>
        {
            if (adjustment.Keep == 1) Change<TRule, TState>(rule);
            else Change<Shrunk<TRule, TState, T>, TState>(new(rule, adjustment));
        }

        private void Change<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<T, TState>
            where TState : struct, IState<TState, T>
        {
            if (adjustment.LeavesGradient) Trail<TRule, TState>(rule);
            else Trail<OnGradient<TRule, TState, T>, TState>(new(rule, adjustment));
        }

        /// <summary>The slow weights act first, whatever the order: an average is one of the weights as they are in the end.</summary>
        private void Trail<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<T, TState>
            where TState : struct, IState<TState, T>
        {
            if (trails.Slow is not { } slow) Average<TRule, TState>(rule);
            else if (trails.SlowIsLast) user.Run<Trailing<TRule, TState, T, NamedSlow>, Plus<TState, T, NamedSlow>>(new(rule, slow, trails.IsFirst));
            else Average<Trailing<TRule, TState, T, NamedSlow>, Plus<TState, T, NamedSlow>>(new(rule, slow, trails.IsFirst));
        }

        private void Average<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<T, TState>
            where TState : struct, IState<TState, T>
        {
            if (trails.Average is not { } average) user.Run<TRule, TState>(rule);
            else user.Run<Trailing<TRule, TState, T, NamedAverage>, Plus<TState, T, NamedAverage>>(new(rule, average, trails.IsFirst));
        }
    }

    /// <summary>The copies that this step touches. A copy behind all that are touched may rest; one before them is carried along.</summary>
    private readonly record struct Trails(Trail? Slow, Trail? Average, bool IsFirst)
    {
        public bool AreAtRest => Slow is null && Average is null;

        public bool SlowIsLast => Average is null;

        public static Trails Of(ElementwiseOptimizer optimizer, long step)
        {
            Trail? slow = null, average = null;
            for (int i = 0; i < optimizer.Wrappers.Count; i++)
            {
                if (optimizer.Wrappers[i] is not TrailingWrapper trailing) continue;
                if (trailing.IsAverage) average = trailing.At(step);
                else slow = trailing.At(step);
            }

            bool isFirst = step == 1;
            if (average is { IsAtRest: true } && !isFirst) average = null;
            if (slow is { IsAtRest: true } && !isFirst && average is null) slow = null;
            return new(slow, average, isFirst);
        }
    }

    private readonly struct ProbeWrapper<T, TUser>(Adjustment adjustment, TUser user) : IProbeUser<T>
        where T : struct, IReal<T>
        where TUser : struct, IProbeUser<T>
    {
        public void Run<TProbe, TState>(TProbe probe)
            where TProbe : struct, IProbe<T, TState>
            where TState : struct, IState<TState, T> => user.Run<AdjustedProbe<TProbe, TState, T>, TState>(new(probe, adjustment));
    }

    private readonly struct AdjustedProbe<TProbe, TState, T>(TProbe probe, Adjustment adjustment) : IProbe<T, TState>
        where TProbe : struct, IProbe<T, TState>
        where TState : struct, IState<TState, T>
        where T : struct, IReal<T>
    {
        private readonly GradientChange<T> _change = new(adjustment);
        private readonly T _keep = T.Parameter(adjustment.Keep, adjustment.KeepName);
        private readonly bool _shrinks = adjustment.Keep != 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Quantities<T> Look(T θ, T g, TState s) => probe.Look(_shrinks ? θ * _keep : θ, _change.Of(g), s);
    }

    private readonly struct CautionProber<T, TUser>(Adjustment adjustment, bool maximize, TUser user) : IRuleUser<T>
        where T : struct, IReal<T>
        where TUser : struct, IProbeUser<T>
    {
        public void Run<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<T, TState>
            where TState : struct, IState<TState, T> =>
            user.Run<AdjustedProbe<Careful<TRule, TState, T>, TState, T>, TState>(new(new(rule, adjustment, maximize), adjustment));
    }
}
