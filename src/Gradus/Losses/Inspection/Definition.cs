namespace Gradus.Losses.Inspection;

/// <summary>Predictions at which a loss is no number, or infinite.</summary>
internal static class Definition
{
    public static IEnumerable<LossWarning> Of(IReadOnlyList<Slice> slices)
    {
        Gap[] gaps = [.. slices.SelectMany(Gaps)];
        return
        [
            .. Named(gaps.Where(g => g.Kind == GapKind.Below), "not defined below"),
            .. Named(gaps.Where(g => g.Kind == GapKind.Above), "not defined above"),
            .. Named(gaps.Where(g => g.Kind == GapKind.From), "not defined from"),
            .. Named(gaps.Where(g => g.Kind == GapKind.Point), "not defined at"),
            .. Named(gaps.Where(g => g.Kind == GapKind.Infinite), "infinite at"),
        ];
    }

    private static IEnumerable<LossWarning> Named(IEnumerable<Gap> gaps, string how) =>
        Places.Group(gaps.Select(gap => gap.At)).Select(group => new LossWarning(LossProblem.NotDefined, $"{how} {group.Where}"));

    private enum GapKind
    {
        Below, Above, From, Point, Infinite,
    }

    private readonly record struct Gap(GapKind Kind, Place At);

    private static IEnumerable<Gap> Gaps(Slice slice)
    {
        IReadOnlyList<Sample> grid = slice.Grid;
        for (int i = 0; i < grid.Count; i++)
        {
            // A value that overflows far out is large rather than infinite.
            if (double.IsPositiveInfinity(grid[i].Value) && Math.Abs(grid[i].P) <= 20 && !IsEnd(slice, grid[i].P))
            {
                yield return new(GapKind.Infinite, new(grid[i].P, slice.Target));
            }

            if (!double.IsNaN(grid[i].Value)) continue;
            int first = i;
            while (i + 1 < grid.Count && double.IsNaN(grid[i + 1].Value)) i++;
            if (first == 0 && i == grid.Count - 1) yield break;
            if (first == 0) yield return new(GapKind.Below, Edge(slice, grid[i], grid[i + 1]));
            else if (i == grid.Count - 1) yield return new(GapKind.Above, Edge(slice, grid[first - 1], grid[first]));
            else if (first == i) yield return new(GapKind.Point, new(grid[i].P, slice.Target));
            else yield return new(GapKind.From, Edge(slice, grid[first - 1], grid[first]));
        }
    }

    private static bool IsEnd(Slice slice, double p) => p == slice.Range.Min || p == slice.Range.Max;

    /// <summary>Where numbers begin or end.</summary>
    private static Place Edge(Slice slice, Sample a, Sample b)
    {
        (Sample below, Sample above) = slice.Narrow(a, b, (l, r) => double.IsNaN(l.Value) != double.IsNaN(r.Value) ? 1 : 0)!.Value;
        return new(double.IsNaN(below.Value) ? above.P : below.P, slice.Target);
    }
}
