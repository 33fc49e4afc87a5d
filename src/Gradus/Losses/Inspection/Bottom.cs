namespace Gradus.Losses.Inspection;

/// <summary>Where a loss is smallest: nowhere, or not where the prediction hits the target.</summary>
internal static class Bottom
{
    /// <summary>Whether a loss falls without end.</summary>
    public static IEnumerable<LossWarning> Of(IReadOnlyList<Slice> slices)
    {
        foreach (Slice slice in slices)
        {
            string of = slices.Count > 1 ? $" (seen at y = {Places.Number(slice.Target)})" : "";
            if (slice.Grid.FirstOrDefault(s => double.IsNegativeInfinity(s.Value)) is { Value: < 0 } pit)
            {
                return [new(LossProblem.UnboundedBelow, $"unbounded below: minus infinity at p = {Places.Number(pit.P)}{of}")];
            }

            if (!double.IsFinite(slice.Range.Max) && Falls(slice, k => slice.Target + Math.Pow(10, k))) return [new(LossProblem.UnboundedBelow, $"unbounded below: it falls without end as p → ∞{of}")];
            if (!double.IsFinite(slice.Range.Min) && Falls(slice, k => slice.Target - Math.Pow(10, k))) return [new(LossProblem.UnboundedBelow, $"unbounded below: it falls without end as p → −∞{of}")];
            if (double.IsFinite(slice.Range.Min) && Falls(slice, k => slice.Range.Min + Math.Pow(10, -k))) return [new(LossProblem.UnboundedBelow, $"unbounded below: it falls without end as p → {Places.Number(slice.Range.Min)}{of}")];
        }

        return [];
    }

    /// <summary>Whether the minimum misses the target, and in a way that all targets have in common.</summary>
    /// <remarks>Predictions on another scale than targets, such as logits, have theirs wherever they must.</remarks>
    public static IEnumerable<LossWarning> Elsewhere(IReadOnlyList<Slice> slices)
    {
        Place[] lowest = [.. slices.Select(Lowest).OfType<Place>()];
        if (lowest.Length < slices.Count || lowest.Length < 3) return [];
        if (slices.Count(Misses) * 2 < slices.Count) return [];
        (string where, IReadOnlyList<Place> places) = Places.Group(lowest).First();

        // Any multiple of a target of 0 is 0.
        bool all = lowest.All(place => places.Contains(place) || (place.Y == 0 && Math.Abs(place.P) < 1e-6 && where.StartsWith("p/y", StringComparison.Ordinal)));
        return all ? [new(LossProblem.MinimumElsewhere, $"the minimum is at {where}, not at p = y")] : [];
    }

    private static bool Misses(Slice slice) => slice.Range.Contains(slice.Target)
        && slice.At(slice.Target).Value - slice.Lowest.Value > 1e-9 * (1 + Math.Abs(slice.Lowest.Value));

    /// <summary>The minimum between the ends of the grid, where there is a single one.</summary>
    private static Place? Lowest(Slice slice)
    {
        IReadOnlyList<Sample> grid = slice.Grid;
        int at = 0;
        for (int i = 0; i < grid.Count; i++)
        {
            if (grid[i].Value < grid[at].Value || double.IsNaN(grid[at].Value)) at = i;
        }

        if (at == 0 || at == grid.Count - 1) return null;
        (Sample a, Sample b) = (grid[at - 1], grid[at + 1]);
        if (a.Value == grid[at].Value || b.Value == grid[at].Value) return null;
        if (a.Slope < 0 && b.Slope > 0 && slice.Narrow(a, b, (l, r) => l.Slope < 0 && r.Slope >= 0 ? 1 : 0) is { } found)
        {
            return new(found.Above.P, slice.Target);
        }

        return new(grid[at].P, slice.Target);
    }

    /// <summary>A fall that does not slow down over twelve decades has no end.</summary>
    private static bool Falls(Slice slice, Func<int, double> far)
    {
        double[] values = [.. ((int[])[2, 4, 8, 12]).Select(k => slice.At(far(k)).Value)];
        if (values.Any(double.IsNaN)) return false;
        if (double.IsNegativeInfinity(values[^1])) return true;
        return values[1] < values[0] && values[3] < values[2] && values[2] - values[3] >= 0.5 * (values[1] - values[2]) && values[2] < values[1];
    }
}
