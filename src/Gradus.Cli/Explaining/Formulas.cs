using Gradus.Algebra;
using Gradus.Losses;
using Gradus.Optimizers;
using Gradus.Penalties;
using Gradus.Schedules;
using Gradus.Surfaces;

namespace Gradus.Cli.Explaining;

/// <summary>What a method computes, as lines of mathematics: the method itself, run on symbols.</summary>
internal static class Formulas
{
    /// <summary>Longer ones are iterations written out, which the method's description tells better.</summary>
    private const int LongestDefinition = 400;

    public static IReadOnlyList<string> Of(IMethod method, FormulaStyle style) => method switch
    {
        IPointwiseLoss loss => Pointwise(loss, style),
        IVarianceLoss loss => Variance(loss, style),
        ISoftmaxLoss loss => Softmax(loss, style),
        IRowLoss loss => Row(loss, style),
        IElementPenalty penalty => Elements(penalty, style),
        ITensorPenalty penalty => penalty.Formula(style),
        IPairLoss loss => Two("d", "y", loss.Formula, style),
        ITripletLoss loss => Two("d₊", "d₋", loss.Formula, style),
        IAnchorLoss loss => Anchor(loss, style),
        ITwinLoss loss => [$"L(x, y) = {loss.Formula(style)}"],
        Optimizer optimizer => RuleFormula.Print(optimizer, style),
        Wrapper wrapper => Around(wrapper, style),
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

    /// <summary>A pair's distance and whether it is similar, or a triplet's two distances.</summary>
    private static string[] Two(string first, string second, IPointwiseLoss loss, FormulaStyle style)
    {
        if (style == FormulaStyle.Latex) (first, second) = (Latex(first), Latex(second));
        Dual<Symbol> both = loss.At(Dual<Symbol>.Variable(Symbol.Variable(first)), Dual<Symbol>.Fixed(Symbol.Variable(second)));
        return style == FormulaStyle.Latex
            ? [$"L({first}, {second}) = {style.Print(both.Value)}", $@"\frac{{\partial L}}{{\partial {first}}} = {style.Print(both.Slope)}"]
            : [$"L({first}, {second}) = {style.Print(both.Value)}", $"∂L/∂{first} = {style.Print(both.Slope)}"];

        static string Latex(string name) => name.Replace("₊", "_+", StringComparison.Ordinal).Replace("₋", "_-", StringComparison.Ordinal);
    }

    /// <summary>The row of an anchor's similarities s, with P and N marking what is like and unlike it.</summary>
    private static string[] Anchor(IAnchorLoss loss, FormulaStyle style)
    {
        string similarity = (loss.Distance, style == FormulaStyle.Latex) switch
        {
            (Distance.Cosine, false) => "s = cos(a, b)",
            (Distance.Cosine, true) => @"s = \cos(a, b)",
            (Distance.Dot, false) => "s = a·b",
            (Distance.Dot, true) => @"s = a \cdot b",
            (Distance.Squared, false) => "s = −‖a − b‖²",
            (Distance.Squared, true) => @"s = -\lVert a - b \rVert^2",
            (_, false) => "s = −‖a − b‖",
            _ => @"s = -\lVert a - b \rVert",
        };
        Symbol value = loss.At(Symbol.Variable("s"), Symbol.Variable("P"), Symbol.Variable("N"));
        return [$"L(s, P, N) = {style.Print(value)}", style == FormulaStyle.Latex
            ? $@"{similarity}, \quad P, N \in \{{0, 1\}}: \text{{like and unlike the anchor}}"
            : $"{similarity};  P, N: 1 where like, and unlike, the anchor, 0 elsewhere"];
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

    /// <summary>The loss of one row of n predictions x with targets q, and what its names stand for; derivatives are taken in reverse as it runs.</summary>
    private static IReadOnlyList<string> Row(IRowLoss loss, FormulaStyle style)
    {
        Symbol value = loss.At(Symbol.Variable("x"), Symbol.Variable("q"));
        return [$"L(x, q) = {style.Print(value)}", .. style.Definitions(value).Where(line => line.Length <= LongestDefinition)];
    }

    private static string[] Elements(IElementPenalty penalty, FormulaStyle style)
    {
        Dual<Symbol> both = penalty.At(Dual<Symbol>.Variable(Symbol.Variable("θ")));
        string value = style.Print(both.Value), slope = style.Print(both.Slope);
        List<string> lines = style == FormulaStyle.Latex
            ? [$@"R(\theta) = \sum_i r(\theta_i), \quad r(\theta) = {value}", $@"r'(\theta) = {slope}"]
            : [$"R(θ) = Σ_i r(θ_i),  r(θ) = {value}", $"r′(θ) = {slope}"];
        if (!penalty.Proximal) return [.. lines];
        string prox = style.Print(penalty.Prox(Symbol.Variable("θ"), Symbol.Variable("η")));
        return [.. lines, style == FormulaStyle.Latex ? $@"\theta \leftarrow {prox}" : $"after the step with rate η: θ ← {prox}"];
    }

    private static string Ell(string latex) => latex.Replace("ℓ", @"\ell ", StringComparison.Ordinal).TrimEnd();

    /// <summary>What a step of plain descent becomes with this around it; nothing where its formula stays what it was.</summary>
    private static IReadOnlyList<string> Around(Wrapper wrapper, FormulaStyle style)
    {
        IReadOnlyList<string> plain = RuleFormula.Print(new Sgd(), style), lines = RuleFormula.Print(new Sgd().With(wrapper), style);
        if (lines.SequenceEqual(plain)) return [];
        return style == FormulaStyle.Latex ? [$@"\text{{around sgd:}} \quad {lines[0]}", .. lines.Skip(1)] : [$"around sgd: {lines[0]}", .. lines.Skip(1)];
    }

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
