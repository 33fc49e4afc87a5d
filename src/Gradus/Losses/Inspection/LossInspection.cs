using Gradus.Algebra;
using Gradus.Losses.Inspection;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// Looks at a pointwise loss before anybody trains with it: where it has no slope, falls without end, stops pulling, or is
/// smallest at the wrong place.
/// </summary>
/// <remarks>
/// What is said was found: in the expression of the exact derivative, and in value and slope on a dense grid of predictions
/// at several targets, with every change of slope halved down to neighbouring numbers. What lies between the grid's points,
/// further out than 10⁴ or nearer together than 10⁻⁶ can be missed.
/// </remarks>
public static class LossInspection
{
    /// <summary>What people should know about a loss; nothing where nothing was found.</summary>
    public static IReadOnlyList<LossWarning> Of(IPointwiseLoss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Symbol p = Symbol.Variable("p"), y = Symbol.Variable("y");
        Dual<Symbol> byPrediction = loss.At(Dual<Symbol>.Variable(p), Dual<Symbol>.Fixed(y));
        if (byPrediction.Slope.Node.Is(0))
        {
            string how = Mentions(byPrediction.Value.Node, "p") ? "has slope 0 wherever it has one" : "does not depend on the prediction";
            return [new(LossProblem.WithoutPrediction, $"{how}, so there is nothing to learn from it")];
        }

        double[] marks = [.. Numbers(byPrediction.Value.Node).Distinct().Take(30)];
        Slice[] slices = [.. Targets(loss.TargetRange).Select(target => new Slice(loss, target, marks))];
        if (slices.All(slice => slice.Grid.All(sample => double.IsNaN(sample.Value)))) return [new(LossProblem.NotDefined, "not defined anywhere")];
        bool blind = !Mentions(byPrediction.Value.Node, "y");
        return
        [
            .. blind ? (LossWarning[])[new(LossProblem.WithoutTarget, "does not depend on the target")] : [],
            .. Definition.Of(slices),
            .. Smoothness.Of(slices),
            .. Bottom.Of(slices),
            .. Plateaus.Of(slices),
            .. blind ? [] : Bottom.Elsewhere(slices),
        ];
    }

    /// <summary>Targets from all over a range, its ends included.</summary>
    private static double[] Targets(ParameterRange range)
    {
        double[] some = (double.IsFinite(range.Min), double.IsFinite(range.Max)) switch
        {
            (true, true) => [.. ((double[])[0, 0.15, 0.5, 0.8, 1]).Select(share => range.Min + (range.Max - range.Min) * share)],
            (true, false) => [.. ((double[])[0, 0.3, 1, 2.5, 10]).Select(above => range.Min + above)],
            (false, true) => [.. ((double[])[0, 0.3, 1, 2.5, 10]).Select(below => range.Max - below)],
            _ => [0, 1, -1, 0.4, 3.7, -2.3],
        };
        return [.. some.Where(range.Contains)];
    }

    private static IEnumerable<double> Numbers(Node node) => node.IsConstant
        ? (double[])[node.Value]
        : node.Arguments.SelectMany(Numbers);

    private static bool Mentions(Node node, string variable) =>
        (node.Operation == Operation.Variable && node.Name == variable) || node.Arguments.Any(a => Mentions(a, variable));
}
