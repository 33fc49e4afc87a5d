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
        // Of such a gradient a clip takes something away, and so does a mean.
        Measures large = new(Count: 2, Sum: 1, Squares: 1e300, WeightSquares: 1);
        StepContext at = new(Wrapping.PrintedStep(optimizer), optimizer.Lr) { Own = large, Whole = large, Tensor = large, Found = new(1, 2) };
        Algebra.Printing.FormulaPrinter printer = Printer.For(style);
        List<string> lines = [];
        string gradient = "g" + Now;
        if (Wrapping.PlaceOf(optimizer, Needs.Noise) is >= 0 and int noise)
        {
            lines.Add($"{Line("g′" + Now, GradientOf(optimizer, at, noise, gradient))} + {Printer.For(style).Print(Noise.Symbol)}");
            gradient = "g′" + Now;
        }

        RuleFormula formula = Of(optimizer, at, "θ" + Before, gradient, name => name + Before);
        List<(string Name, Symbol Value)> rest =
        [
            .. NamedIn([.. formula.State, formula.Parameter]),
            // What stays as it was needs no line.
            .. formula.Slots.Zip(formula.State, (name, value) => (Name: name + Now, Value: value)).Where(slot => slot.Value.Node.Name != slot.Name[..^1] + Before),
            ("θ" + Now, formula.Parameter),
        ];
        while (rest.Count > 0)
        {
            // What another value is made from is said before it.
            int next = Math.Max(0, rest.FindIndex(one => !rest.Any(other => Contains(one.Value.Node, other.Value.Node))));
            lines.Add(Line(rest[next].Name, rest[next].Value));
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

    /// <summary>The values that a rule gives a name of their own.</summary>
    private static IEnumerable<(string Name, Symbol Value)> NamedIn(IEnumerable<Symbol> values)
    {
        HashSet<Node> seen = [];
        Stack<Node> open = new(values.Select(value => value.Node));
        while (open.TryPop(out Node? node))
        {
            if (!seen.Add(node)) continue;
            if (node.Operation == Operation.Named) yield return (node.Name, new(node.Arguments[0]));
            foreach (Node argument in node.Arguments) open.Push(argument);
        }
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
