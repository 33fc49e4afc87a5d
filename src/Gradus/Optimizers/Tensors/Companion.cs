using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>An elementwise rule that a rule of whole tensors hands some parameters to: the same rule, run on a matrix.</summary>
/// <remarks>For rules whose state begins with zeros and which need to know nothing of a tensor before they step.</remarks>
public static class Companion
{
    /// <summary>The state of the elementwise rule, each slot as large as the parameter.</summary>
    /// <param name="rule">The elementwise rule.</param>
    /// <param name="shape">The shape of the parameter.</param>
    /// <exception cref="ArgumentException">The rule is of another kind than that.</exception>
    public static IReadOnlyList<TensorSlot> Slots(ElementwiseOptimizer rule, TensorShape shape)
    {
        IReadOnlyList<string> names = RuleFormula.SlotsOf(rule);
        return CanFollow(rule, names.Count)
            ? [.. names.Select(shape.Slot)]
            : throw new ArgumentException($"{Catalog.NameOf(rule)} cannot be a companion: it measures tensors beforehand, or its state begins with other numbers than 0; take a rule such as adamw.");
    }

    /// <summary>Whether a rule is one that can be handed parameters.</summary>
    /// <param name="rule">The elementwise rule.</param>
    public static bool CanFollow(ElementwiseOptimizer rule) => CanFollow(rule, RuleFormula.SlotsOf(rule).Count);

    private static bool CanFollow(ElementwiseOptimizer rule, int slots)
    {
        bool startsAtZero = true;
        for (int slot = 0; slot < slots; slot++) startsAtZero &= rule.InitialState(slot) == 0;
        return startsAtZero && rule.Needs == Needs.None;
    }

    /// <summary>A step of the elementwise rule.</summary>
    /// <typeparam name="M">The interpreter.</typeparam>
    /// <param name="rule">The elementwise rule.</param>
    /// <param name="at">Which step, and at which rate.</param>
    /// <param name="θ">The parameter.</param>
    /// <param name="g">Its gradient.</param>
    /// <param name="s">The state; its slots are those of <see cref="Slots"/>.</param>
    /// <returns>The new parameter.</returns>
    public static M Step<M>(ElementwiseOptimizer rule, StepContext at, M θ, M g, TensorState<M> s) where M : struct, IMatrix<M>
    {
        Run<M> run = new(θ, g, s);
        rule.Apply<M, User<M>>(at, new(run));
        return run.Parameter;
    }

    private sealed class Run<M>(M θ, M g, TensorState<M> state) where M : struct, IMatrix<M>
    {
        public M Parameter { get; set; } = θ;

        public M Gradient => g;

        public TensorState<M> State => state;
    }

    private readonly struct User<M>(Run<M> run) : IRuleUser<M> where M : struct, IMatrix<M>
    {
        public void Run<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<M, TState>
            where TState : struct, IState<TState, M>
        {
            TState state = default;
            for (int slot = 0; slot < TState.Count; slot++) state[slot] = run.State[slot];
            M θ = run.Parameter;
            rule.Step(ref θ, run.Gradient, ref state);
            run.Parameter = θ;
            for (int slot = 0; slot < TState.Count; slot++) run.State[slot] = state[slot];
        }
    }
}
