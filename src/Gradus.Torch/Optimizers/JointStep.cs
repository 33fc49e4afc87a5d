using Gradus.Drivers;
using Gradus.Optimizers;

namespace Gradus.Torch.Optimizers;

/// <summary>One step of all groups together: norms over all parameters are over those of every group that asks for them.</summary>
internal sealed class JointStep
{
    private readonly List<(ElementwiseOptimizer Rule, StepContext At, MeasuredStep Part)> _parts = [];
    private readonly List<OptimizerGroup> _alone = [];

    /// <summary>Takes the step; the groups must be told its end.</summary>
    public StepResult Take(IReadOnlyList<OptimizerGroup> groups, StepPath path, bool measuresNorms)
    {
        int parameters = 0;
        _parts.Clear();
        _alone.Clear();
        for (int i = 0; i < groups.Count; i++)
        {
            parameters += groups[i].Gather(path);
            if (!groups[i].AddParts(_parts, measuresNorms)) _alone.Add(groups[i]);
        }

        Measures whole = Measure(measuresNorms, out bool knowsNorm);
        string? refusal = Refusal(groups, whole);
        Sums squares = refusal is null ? Move(whole, measuresNorms) : default;
        double? norm = measuresNorms && refusal is null ? Math.Sqrt(squares.A) : knowsNorm ? whole.Norm : null;
        return new()
        {
            Reason = refusal,
            Parameters = parameters,
            LeftOut = LeftOut(groups),
            GradientNorm = norm,
            UpdateNorm = measuresNorms ? Math.Sqrt(squares.B) : null,
            ClipFactor = ClipFactor(groups, whole),
        };
    }

    private Measures Measure(bool measuresNorms, out bool knowsNorm)
    {
        Measures whole = default;
        knowsNorm = false;
        foreach ((ElementwiseOptimizer rule, StepContext at, MeasuredStep part) in _parts)
        {
            part.MeasuresItself = measuresNorms;
            Measures share = part.Measure(rule, at);
            if (!rule.Needs.HasFlag(Needs.Whole)) continue;
            whole += share;
            knowsNorm = true;
        }

        return whole;
    }

    /// <summary>Takes the step; Σg² and Σ(Δθ)² of all parameters, where asked for.</summary>
    private Sums Move(Measures whole, bool measuresNorms)
    {
        Sums found = default, squares = default;
        foreach ((_, _, MeasuredStep part) in _parts) found += part.Look(whole);
        foreach ((_, _, MeasuredStep part) in _parts)
        {
            part.Step(found);
            squares += new Sums(part.GradientSquares, part.UpdateSquares);
        }

        foreach (OptimizerGroup group in _alone) squares += group.Run(measuresNorms);
        return squares;
    }

    private static IReadOnlyList<(string, string)> LeftOut(IReadOnlyList<OptimizerGroup> groups)
    {
        int count = 0;
        for (int i = 0; i < groups.Count; i++) count += groups[i].LeftOut.Count;
        return count == 0 ? [] : [.. groups.SelectMany(group => group.LeftOut)];
    }

    private static string? Refusal(IReadOnlyList<OptimizerGroup> groups, Measures whole)
    {
        for (int i = 0; i < groups.Count; i++)
        {
            if (groups[i].Refusal(whole) is { } refusal) return refusal;
        }

        return null;
    }

    private static double ClipFactor(IReadOnlyList<OptimizerGroup> groups, Measures whole)
    {
        for (int i = 0; i < groups.Count; i++)
        {
            if (groups[i].ClipFactor(whole) is { } factor) return factor;
        }

        return 1;
    }
}
