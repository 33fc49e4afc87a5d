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

    internal static FormulaPrinter For(FormulaStyle style) =>
        style == FormulaStyle.Latex ? new LatexPrinter() : new UnicodePrinter();
}
