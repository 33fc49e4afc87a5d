using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// The step from the weights that an optimizer trains to those it is to be judged by: θ becomes the average that its state holds.
/// </summary>
/// <param name="Trained">The optimizer, with an average.</param>
internal sealed record AverageOf(ElementwiseOptimizer Trained) : ElementwiseOptimizer(Trained.Lr)
{
    private readonly int _slots = RuleFormula.SlotsOf(Trained).Count;

    public override bool Maximize { get; init; }

    /// <summary>Whether an optimizer has an average.</summary>
    public static bool Exists(ElementwiseOptimizer optimizer) => optimizer is IAveragingOptimizer || HasCopy(optimizer);

    protected internal override void Use<T, TUser>(StepContext at, TUser user)
    {
        switch (_slots)
        {
            case 1: user.Run<Rule<T, Slots<T, N1>>, Slots<T, N1>>(new(Trained)); break;
            case 2: user.Run<Rule<T, Slots<T, N2>>, Slots<T, N2>>(new(Trained)); break;
            case 3: user.Run<Rule<T, Slots<T, N3>>, Slots<T, N3>>(new(Trained)); break;
            case 4: user.Run<Rule<T, Slots<T, N4>>, Slots<T, N4>>(new(Trained)); break;
            case 5: user.Run<Rule<T, Slots<T, N5>>, Slots<T, N5>>(new(Trained)); break;
            default: user.Run<Rule<T, Slots<T, N6>>, Slots<T, N6>>(new(Trained)); break;
        }
    }

    private static bool HasCopy(ElementwiseOptimizer optimizer)
    {
        for (int i = 0; i < optimizer.Wrappers.Count; i++)
        {
            if (optimizer.Wrappers[i] is TrailingWrapper { IsAverage: true }) return true;
        }

        return false;
    }

    private readonly struct Rule<T, TState>(ElementwiseOptimizer trained) : IUpdateRule<T, TState>
        where T : struct, IReal<T>
        where TState : struct, IState<TState, T>
    {
        private readonly bool _hasCopy = HasCopy(trained);

        /// <summary>A copy of the weights is the last slot.</summary>
        public void Step(ref T θ, T g, ref TState s) =>
            θ = _hasCopy ? s[TState.Count - 1] : ((IAveragingOptimizer)trained).Average(θ, s);
    }

    private interface INumber
    {
        static abstract int Value { get; }
    }

    private readonly struct N1 : INumber
    {
        public static int Value => 1;
    }

    private readonly struct N2 : INumber
    {
        public static int Value => 2;
    }

    private readonly struct N3 : INumber
    {
        public static int Value => 3;
    }

    private readonly struct N4 : INumber
    {
        public static int Value => 4;
    }

    private readonly struct N5 : INumber
    {
        public static int Value => 5;
    }

    private readonly struct N6 : INumber
    {
        public static int Value => 6;
    }

    /// <summary>So many slots, whatever they are called.</summary>
    private struct Slots<T, TCount> : IState<Slots<T, TCount>, T>
        where T : struct, IReal<T>
        where TCount : struct, INumber
    {
        private Six<T> _values;

        private static readonly string[] s_names = [.. Enumerable.Range(0, TCount.Value).Select(i => $"s{i}")];

        public static ReadOnlySpan<string> Names => s_names;

        public static int Count => TCount.Value;

        public T this[int slot]
        {
            readonly get => _values[slot];
            set => _values[slot] = value;
        }
    }

    [InlineArray(6)]
    private struct Six<T>
    {
        private T _first;
    }
}
