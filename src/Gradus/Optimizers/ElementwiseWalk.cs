using Gradus.Algebra;
using Gradus.Surfaces;

namespace Gradus.Optimizers;

/// <summary>Two elements, and what the rule remembers of each.</summary>
internal sealed class ElementwiseWalk(ElementwiseOptimizer optimizer, Point start) : Walk(start)
{
    private double[]? _memory;

    public override bool Averages => optimizer is IAveragingOptimizer;

    public override void Step(StepContext at, Point gradient) => optimizer.Use<Scalar<double>, User>(at, new(this, gradient));

    private Span<double> Memory(int element, int slots)
    {
        if (_memory is null)
        {
            _memory = new double[2 * slots];
            for (int i = 0; i < _memory.Length; i++) _memory[i] = optimizer.InitialState(i % slots);
        }

        return _memory.AsSpan(element * slots, slots);
    }

    private readonly struct User(ElementwiseWalk walk, Point gradient) : IRuleUser<Scalar<double>>
    {
        public void Run<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<Scalar<double>, TState>
            where TState : struct, IState<TState, Scalar<double>>
        {
            walk.Position = new(
                Step<TRule, TState>(rule, 0, walk.Position.X, gradient.X),
                Step<TRule, TState>(rule, 1, walk.Position.Y, gradient.Y));
            if (walk.Optimizer is IAveragingOptimizer averaging)
            {
                walk.Average = new(
                    averaging.Average(new Scalar<double>(walk.Position.X), State<TState>(0)).Value,
                    averaging.Average(new Scalar<double>(walk.Position.Y), State<TState>(1)).Value);
            }
        }

        private double Step<TRule, TState>(TRule rule, int element, double position, double slope)
            where TRule : struct, IUpdateRule<Scalar<double>, TState>
            where TState : struct, IState<TState, Scalar<double>>
        {
            TState state = State<TState>(element);
            Scalar<double> θ = new(position);
            rule.Step(ref θ, new(slope), ref state);
            Span<double> memory = walk.Memory(element, TState.Count);
            for (int slot = 0; slot < TState.Count; slot++) memory[slot] = state[slot].Value;
            return θ.Value;
        }

        private TState State<TState>(int element) where TState : struct, IState<TState, Scalar<double>>
        {
            Span<double> memory = walk.Memory(element, TState.Count);
            TState state = default;
            for (int slot = 0; slot < TState.Count; slot++) state[slot] = new(memory[slot]);
            return state;
        }
    }

    private ElementwiseOptimizer Optimizer => optimizer;
}
