using Gradus.Algebra;
using Gradus.Losses;
using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Surfaces;

namespace Gradus.Cli.Explaining;

/// <summary>What a method computes, as lines of mathematics: the method itself, run on symbols.</summary>
internal static class Formulas
{
    public static IReadOnlyList<string> Of(IMethod method, FormulaStyle style) => method switch
    {
        IPointwiseLoss loss => Pointwise(loss, style),
        IVarianceLoss loss => Variance(loss, style),
        ISoftmaxLoss loss => Softmax(loss, style),
        ElementwiseOptimizer optimizer => RuleFormula.Print(optimizer, style),
        ISurface surface => Surface(surface, style),
        Schedule schedule => Shape(schedule, style),
        _ => [],
    };

    private static string[] Pointwise(IPointwiseLoss loss, FormulaStyle style)
    {
        Symbol ŷ = Symbol.Variable("ŷ"), y = Symbol.Variable("y");
        Dual<Symbol> both = loss.At(Dual<Symbol>.Variable(ŷ), Dual<Symbol>.Fixed(y));
        return style == FormulaStyle.Latex
            ? [$@"L(\hat{{y}}, y) = {style.Print(both.Value)}", $@"\frac{{\partial L}}{{\partial \hat{{y}}}} = {style.Print(both.Slope)}"]
            : [$"L(ŷ, y) = {style.Print(both.Value)}", $"∂L/∂ŷ = {style.Print(both.Slope)}"];
    }

    private static string[] Variance(IVarianceLoss loss, FormulaStyle style)
    {
        Symbol ŷ = Symbol.Variable("ŷ"), y = Symbol.Variable("y"), v = Symbol.Variable("v");
        string byPrediction = style.Print(loss.At(Dual<Symbol>.Variable(ŷ), Dual<Symbol>.Fixed(y), Dual<Symbol>.Fixed(v)).Slope);
        Dual<Symbol> byVariance = loss.At(Dual<Symbol>.Fixed(ŷ), Dual<Symbol>.Fixed(y), Dual<Symbol>.Variable(v));
        return style == FormulaStyle.Latex
            ? [$@"L(\hat{{y}}, y, v) = {style.Print(byVariance.Value)}", $@"\frac{{\partial L}}{{\partial \hat{{y}}}} = {byPrediction}", $@"\frac{{\partial L}}{{\partial v}} = {style.Print(byVariance.Slope)}"]
            : [$"L(ŷ, y, v) = {style.Print(byVariance.Value)}", $"∂L/∂ŷ = {byPrediction}", $"∂L/∂v = {style.Print(byVariance.Slope)}"];
    }

    /// <summary>F is the loss's own; how it becomes a loss of logits is the same for all of them.</summary>
    private static string[] Softmax(ISoftmaxLoss loss, FormulaStyle style)
    {
        Dual<Symbol> f = loss.At(Dual<Symbol>.Variable(Symbol.Variable("ℓ")));
        string value = style.Print(f.Value), slope = style.Print(f.Slope);
        return style == FormulaStyle.Latex
            ?
            [
                @"L = \sum_c a_c\, F(\log p_c), \quad p = \operatorname{softmax}(x), \quad a_c = w_c\left((1 - \varepsilon)\, q_c + \tfrac{\varepsilon}{K}\right)",
                $@"F(\ell) = {Ell(value)}",
                $@"F'(\ell) = {Ell(slope)}",
                @"\frac{\partial L}{\partial x_k} = a_k F'(\log p_k) - p_k \sum_c a_c F'(\log p_c)",
            ]
            :
            [
                "L = Σ_c a_c·F(log p_c),  p = softmax(x),  a_c = w_c·((1 − ε)·q_c + ε/K)",
                $"F(ℓ) = {value}",
                $"F′(ℓ) = {slope}",
                "∂L/∂x_k = a_k·F′(log p_k) − p_k·Σ_c a_c·F′(log p_c)",
            ];
    }

    private static string Ell(string latex) => latex.Replace("ℓ", @"\ell ", StringComparison.Ordinal).TrimEnd();

    private static string[] Surface(ISurface surface, FormulaStyle style)
    {
        Symbol x = Symbol.Variable("x"), y = Symbol.Variable("y");
        string byX = style.Print(surface.At(Dual<Symbol>.Variable(x), Dual<Symbol>.Fixed(y)).Slope);
        string byY = style.Print(surface.At(Dual<Symbol>.Fixed(x), Dual<Symbol>.Variable(y)).Slope);
        return style == FormulaStyle.Latex
            ? [$"f(x, y) = {surface.Formula(style)}", $@"\frac{{\partial f}}{{\partial x}} = {byX}", $@"\frac{{\partial f}}{{\partial y}} = {byY}"]
            : [$"f(x, y) = {surface.Formula(style)}", $"∂f/∂x = {byX}", $"∂f/∂y = {byY}"];
    }

    /// <summary>A schedule is told by its values: its factor at the quarters of a run of 100 steps in ten epochs.</summary>
    private static string[] Shape(Schedule schedule, FormulaStyle style)
    {
        try
        {
            Schedule laid = schedule.Within(new RunLength(100, 10));
            IEnumerable<string> values = ((int[])[0, 25, 50, 75, 99]).Select(step => $"{Say.Number(laid.At(step))} at step {step}");
            string words = $"factor on the rate in a run of 100 steps, 10 an epoch: {string.Join(", ", values)}";
            return [style == FormulaStyle.Latex ? $@"\text{{{words}}}" : words];
        }
        catch (ArgumentException)
        {
            // Longer than such a run: its parameters say the rest.
            return [];
        }
    }
}
