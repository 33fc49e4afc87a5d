using Gradus.Algebra.Printing;

namespace Gradus.Algebra;

/// <summary>A way of writing expressions down for people.</summary>
public enum FormulaStyle
{
    /// <summary>Plain Unicode, for a terminal.</summary>
    Unicode,

    /// <summary>LaTeX mathematics, without the dollar signs.</summary>
    Latex,
}

/// <summary>Prints expressions in a <see cref="FormulaStyle"/>.</summary>
public static class Printer
{
    /// <summary>Writes an expression down.</summary>
    public static string Print(this FormulaStyle style, Symbol expression) => For(style).Print(expression);

    /// <summary>Writes down what the names in an expression stand for, each as an equation, in the order in which they are needed.</summary>
    public static IReadOnlyList<string> Definitions(this FormulaStyle style, Symbol expression)
    {
        List<string> lines = [];
        HashSet<Node> seen = new(ReferenceEqualityComparer.Instance);
        Walk(expression.Node);
        return [.. lines.Distinct()];

        void Walk(Node node)
        {
            if (!seen.Add(node)) return;
            if (node.Operation == Operation.Named) lines.Add($"{style.Print(new Symbol(node))} = {style.Print(new Symbol(node.Arguments[0]))}");
            foreach (Node argument in node.Arguments) Walk(argument);
        }
    }

    internal static FormulaPrinter For(FormulaStyle style, bool matrices = false) =>
        style == FormulaStyle.Latex ? new LatexPrinter { IsOfMatrices = matrices } : new UnicodePrinter { IsOfMatrices = matrices };
}
