using Gradus.Drivers;
using Gradus.Optimizers;

namespace Gradus.Torch.Optimizers;

/// <summary>One step of all groups together: norms over all parameters are over those of every group that asks for them.</summary>
internal sealed class JointStep
{
    private readonly List<(OptimizerGroup Group, MeasuredStep Part)> _parts = [];

    /// <summary>Takes the step; the groups must be told its end.</summary>
    public StepResult Take(IReadOnlyList<OptimizerGroup> groups, StepPath path, bool measuresNorms)
    {
        int parameters = 0;
        _parts.Clear();
        for (int i = 0; i < groups.Count; i++)
        {
            parameters += groups[i].Gather(path);
            if (!groups[i].IsMeasured(measuresNorms)) continue;
            foreach (MeasuredStep part in groups[i].Parts()) _parts.Add((groups[i], part));
        }

        Measures whole = Measure(measuresNorms, out bool knowsNorm);
        string? refusal = Refusal(groups, whole);
        if (refusal is null) Move(groups, whole, measuresNorms);
        double? norm = measuresNorms && refusal is null ? Root(part => part.GradientSquares) : knowsNorm ? whole.Norm : null;
        return new()
        {
            Reason = refusal,
            Parameters = parameters,
            LeftOut = LeftOut(groups),
            GradientNorm = norm,
            UpdateNorm = measuresNorms ? refusal is null ? Root(part => part.UpdateSquares) : 0 : null,
            ClipFactor = ClipFactor(groups, whole),
        };
    }

    private Measures Measure(bool measuresNorms, out bool knowsNorm)
    {
        Measures whole = default;
        knowsNorm = false;
        foreach ((OptimizerGroup group, MeasuredStep part) in _parts)
        {
            part.MeasuresItself = measuresNorms;
            Measures share = part.Measure(group.Rule, group.At);
            if (!group.Rule.Needs.HasFlag(Needs.Whole)) continue;
            whole += share;
            knowsNorm = true;
        }

        return whole;
    }

    private void Move(IReadOnlyList<OptimizerGroup> groups, Measures whole, bool measuresNorms)
    {
        Sums found = default;
        foreach ((_, MeasuredStep part) in _parts) found += part.Look(whole);
        foreach ((_, MeasuredStep part) in _parts) part.Step(found);
        for (int i = 0; i < groups.Count; i++)
        {
            if (!groups[i].IsMeasured(measuresNorms)) groups[i].Run();
        }
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
            if (groups[i].Rule.Refusal(whole) is { } refusal) return refusal;
        }

        return null;
    }

    private static double ClipFactor(IReadOnlyList<OptimizerGroup> groups, Measures whole)
    {
        for (int i = 0; i < groups.Count; i++)
        {
            for (int k = 0; k < groups[i].Rule.Wrappers.Count; k++)
            {
                if (groups[i].Rule.Wrappers[k] is ClipNorm { PerTensor: false } clip) return clip.Factor(whole);
            }
        }

        return 1;
    }

    private double Root(Func<MeasuredStep, double> squares)
    {
        double sum = 0;
        foreach ((_, MeasuredStep part) in _parts) sum += squares(part);
        return Math.Sqrt(sum);
    }
}
