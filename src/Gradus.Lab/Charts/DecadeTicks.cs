using Gradus.Lab.Reports;

using ScottPlot.TickGenerators;

namespace Gradus.Lab.Charts;

/// <summary>Ticks of an axis that carries base-10 logarithms, labelled with the numbers themselves.</summary>
internal static class DecadeTicks
{
    /// <summary>1, 2 and 5 in each decade while they fit, else powers of ten.</summary>
    public static NumericManual For(IEnumerable<double> logarithms)
    {
        double[] all = [.. logarithms.DefaultIfEmpty(0)];
        int low = (int)Math.Floor(all.Min()), high = (int)Math.Ceiling(all.Max());
        int[] steps = high - low <= 3 ? [1, 2, 5] : [1];
        int every = Math.Max(1, (high - low) / 8);
        return At(Enumerable.Range(low, high - low + 1).Where((_, i) => i % every == 0)
            .SelectMany(decade => steps.Select(step => step * Math.Pow(10, decade))), Wording.Number);
    }

    /// <summary>Ticks at the given learning rates; every other one is left unlabelled when there are many.</summary>
    public static NumericManual AtRates(IReadOnlyList<double> rates)
    {
        int every = (rates.Count + 8) / 9;
        return At(rates.Where((_, i) => i % every == 0), x => Wording.Rate(x));
    }

    private static NumericManual At(IEnumerable<double> values, Func<double, string> label)
    {
        double[] positions = [.. values];
        return new NumericManual([.. positions.Select(Math.Log10)], [.. positions.Select(label)]);
    }
}
