using Gradus.Algebra;
using Gradus.Algebra.Printing;

namespace Gradus.Optimizers;

/// <summary>What a rule of whole tensors does in one step, as lines of mathematics: the rule itself, run on symbols.</summary>
internal static class TensorFormula
{
    private const string Now = "ₜ", Before = "ₜ₋₁";

    /// <summary>The update of a matrix in the order in which it happens; results that have names of their own stand before the line that needs them.</summary>
    public static IReadOnlyList<string> Print(TensorOptimizer optimizer, FormulaStyle style)
    {
        TensorShape shape = new(2, 3, IsVector: false);
        TensorState<Symbol> state = new(optimizer.Slots(shape), slot => Symbol.Variable(slot.Symbol + Before));
        Symbol[] before = [.. Enumerable.Range(0, state.Slots.Count).Select(slot => state[slot])];
        Symbol θ = optimizer.Step(new(optimizer.PrintedStep, optimizer.Lr), shape, Symbol.Variable("θ" + Before), Symbol.Variable("g" + Now), state);

        FormulaPrinter printer = Printer.For(style, matrices: true);
        List<string> lines = [];
        HashSet<Node> seen = new(ReferenceEqualityComparer.Instance);
        Dictionary<Node, string> updates = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < before.Length; i++)
        {
            if (!ReferenceEquals(state[i].Node, before[i].Node)) updates[state[i].Node] = state.Slots[i].Symbol + Now;
        }

        Define(θ.Node);
        Line("θ" + Now, θ);
        foreach ((Node update, _) in updates) Define(update);
        lines.Add(style == FormulaStyle.Latex
            ? @"\text{matrices: rows by a tensor's first dimension; } \odot \text{, fractions and roots element by element}"
            : "matrices, rows by a tensor's first dimension; ⊙, / and √ element by element");
        return lines;

        // What stands below is needed first. A parameter's new value comes before the state that only the next step reads.
        void Define(Node node)
        {
            if (!seen.Add(node)) return;
            foreach (Node argument in node.Arguments) Define(argument);
            if (updates.TryGetValue(node, out string? name)) Line(name, new(node));
            else if (node.Operation == Operation.Named) Line(node.Name, new(node.Arguments[0]));
        }

        void Line(string name, Symbol value)
        {
            lines.Add($"{printer.Print(Symbol.Variable(name))} = {printer.Print(value)}");
            printer.Name(value, name);
        }
    }
}
