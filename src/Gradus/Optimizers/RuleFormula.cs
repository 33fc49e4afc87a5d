using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>What a rule does in one step, as expressions: the rule itself, run on symbols.</summary>
/// <param name="Slots">The names of the state, in order.</param>
/// <param name="State">The new value of each slot.</param>
/// <param name="Parameter">The new parameter θ.</param>
public sealed record RuleFormula(IReadOnlyList<string> Slots, IReadOnlyList<Symbol> State, Symbol Parameter)
{
    /// <summary>Runs a rule on the symbols θ, g and its state.</summary>
    /// <param name="optimizer">The rule.</param>
    /// <param name="at">Which step: the first may differ, and constants depend on it.</param>
    /// <param name="θ">What the parameter is called.</param>
    /// <param name="g">What the gradient is called.</param>
    /// <param name="slot">What a slot is called, given its name.</param>
    public static RuleFormula Of(ElementwiseOptimizer optimizer, StepContext at, string θ, string g, Func<string, string> slot)
    {
        Result result = new();
        optimizer.Apply<Symbol, Recorder>(at, new(Symbol.Variable(θ), Symbol.Variable(g), slot, result));
        return result.Formula!;
    }

    /// <summary>What a rule's probe adds up, as expressions.</summary>
    /// <param name="optimizer">The rule; it must have one.</param>
    /// <param name="at">Which step.</param>
    /// <param name="θ">What the parameter is called.</param>
    /// <param name="g">What the gradient is called.</param>
    /// <param name="slot">What a slot is called, given its name.</param>
    public static IReadOnlyList<Symbol> ProbeOf(ElementwiseOptimizer optimizer, StepContext at, string θ, string g, Func<string, string> slot)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        List<Symbol> looked = [];
        optimizer.ApplyProbe<Symbol, ProbeRecorder>(at, new(Symbol.Variable(θ), Symbol.Variable(g), slot, looked));
        return looked;
    }

    /// <summary>What the first few wrappers make of a gradient.</summary>
    /// <param name="optimizer">The rule and its wrappers.</param>
    /// <param name="at">The step as measured.</param>
    /// <param name="wrappers">How many.</param>
    /// <param name="g">What the gradient is called.</param>
    public static Symbol GradientOf(ElementwiseOptimizer optimizer, StepContext at, int wrappers, string g)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return new GradientChange<Symbol>(Wrapping.Fold(optimizer, at, wrappers)).Of(Symbol.Variable(g));
    }

    /// <summary>The names of all that an optimizer remembers for each element, wrappers included.</summary>
    /// <param name="optimizer">The rule.</param>
    public static IReadOnlyList<string> SlotsOf(ElementwiseOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        // Only the first step is sure to touch every slot.
        return Of(optimizer, new(1, optimizer.Lr), "θ", "g", name => name).Slots;
    }

    /// <summary>The update as lines of mathematics, in the order in which it happens: mₜ = …, θₜ = ….</summary>
    public static IReadOnlyList<string> Print(Optimizer optimizer, FormulaStyle style) => optimizer.Print(style);

    internal static IReadOnlyList<string> Lines(ElementwiseOptimizer optimizer, FormulaStyle style)
    {
        const string Now = "ₜ", Before = "ₜ₋₁";
        RuleFormula formula = Of(optimizer, Printed(optimizer), "θ" + Before, "g" + Now, name => name + Before);
        Algebra.Printing.FormulaPrinter printer = Printer.For(style);
        List<(string Name, Symbol Value)> rest = [.. formula.Slots.Zip(formula.State), ("θ", formula.Parameter)];
        List<string> lines = [];
        while (rest.Count > 0)
        {
            // What another value is made from is said before it.
            int next = Math.Max(0, rest.FindIndex(one => !rest.Any(other => Contains(one.Value.Node, other.Value.Node))));
            lines.Add(Line(rest[next].Name + Now, rest[next].Value));
            rest.RemoveAt(next);
        }

        return lines;

        string Line(string name, Symbol value)
        {
            string line = $"{printer.Print(Symbol.Variable(name))} = {printer.Print(value)}";
            printer.Name(value, name);
            return line;
        }
    }

    /// <summary>A step at which all acts that may: the gradient is longer than any clipping allows, and its mean is not 0.</summary>
    private static StepContext Printed(ElementwiseOptimizer optimizer)
    {
        Measures large = new(Count: 2, Sum: 1, Squares: 1e300, WeightSquares: 1);
        long step = optimizer.PrintedStep;
        const int Patience = 100_000;
        while (step < Patience && optimizer.Wrappers.OfType<TrailingWrapper>().Any(wrapper => wrapper.At(step).IsAtRest)) step++;
        return new(step, optimizer.Lr) { Own = large, Whole = large };
    }

    private readonly struct ProbeRecorder(Symbol θ, Symbol g, Func<string, string> slot, List<Symbol> looked) : IProbeUser<Symbol>
    {
        public void Run<TProbe, TState>(TProbe probe)
            where TProbe : struct, IProbe<Symbol, TState>
            where TState : struct, IState<TState, Symbol>
        {
            TState state = default;
            for (int i = 0; i < TState.Count; i++) state[i] = Symbol.Variable(slot(TState.Names[i]));
            Quantities<Symbol> found = probe.Look(θ, g, state);
            looked.AddRange([found.A, found.B, found.C, found.D]);
        }
    }

    /// <summary>Whether an expression is made from another one, which is more than a name.</summary>
    private static bool Contains(Node whole, Node part)
    {
        if (part.Arguments.Length == 0) return false;
        HashSet<Node> seen = [];
        Stack<Node> open = new(whole.Arguments);
        while (open.TryPop(out Node? node))
        {
            if (ReferenceEquals(node, part)) return true;
            if (!seen.Add(node)) continue;
            foreach (Node argument in node.Arguments) open.Push(argument);
        }

        return false;
    }

    private sealed class Result
    {
        public RuleFormula? Formula { get; set; }
    }

    private readonly struct Recorder(Symbol θ, Symbol g, Func<string, string> slot, Result result) : IRuleUser<Symbol>
    {
        public void Run<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<Symbol, TState>
            where TState : struct, IState<TState, Symbol>
        {
            string[] slots = TState.Names.ToArray();
            TState state = default;
            for (int i = 0; i < slots.Length; i++) state[i] = Symbol.Variable(slot(slots[i]));
            Symbol parameter = θ;
            rule.Step(ref parameter, g, ref state);
            result.Formula = new(slots, [.. Enumerable.Range(0, slots.Length).Select(i => state[i])], parameter);
        }
    }
}
