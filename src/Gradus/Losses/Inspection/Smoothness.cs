namespace Gradus.Losses.Inspection;

/// <summary>Predictions at which a loss or its slope jumps.</summary>
internal static class Smoothness
{
    public static IEnumerable<LossWarning> Of(IReadOnlyList<Slice> slices)
    {
        Place[] jumps = [.. slices.SelectMany(Jumps)];
        Place[] kinks = [.. slices.SelectMany(Kinks).Where(kink => !jumps.Any(jump => jump.Y == kink.Y && Math.Abs(jump.P - kink.P) < 1e-9 * (1 + Math.Abs(jump.P))))];
        Place[] none = [.. slices.SelectMany(WithoutSlope)];
        return
        [
            .. Places.Group(jumps).Select(group => new LossWarning(LossProblem.Jump, $"jumps at {group.Where} ({FromTo("", group.Places)})")),
            .. Places.Group(kinks).Select(group => new LossWarning(LossProblem.NotDifferentiable, $"not differentiable at {group.Where} ({Slopes(slices, group.Places)})")),
            .. Places.Group(none).Select(group => new LossWarning(LossProblem.NotDifferentiable, $"the derivative is not a number at {group.Where}, and would spoil the weights")),
        ];
    }

    private static IEnumerable<Place> Kinks(Slice slice) => Changes(slice, sample => sample.Slope, (a, b) =>
        Math.Abs(b.Slope - a.Slope) - 1e-3 * (Math.Abs(a.Slope) + Math.Abs(b.Slope)) - 1e-6 * slice.Steepness);

    private static IEnumerable<Place> Jumps(Slice slice) => Changes(slice, sample => sample.Value, (a, b) =>
        Math.Abs(b.Value - a.Value) - 1e-6 * (1 + Math.Abs(a.Value) + Math.Abs(b.Value)));

    private static IEnumerable<Place> Changes(Slice slice, Func<Sample, double> what, Func<Sample, Sample, double> change)
    {
        Sample[] grid = [.. slice.Grid.Where(sample => double.IsFinite(sample.Value) && double.IsFinite(sample.Slope))];
        double last = double.NaN;
        for (int i = 1; i < grid.Length; i++)
        {
            if (slice.Narrow(grid[i - 1], grid[i], change) is not { } found) continue;
            if (found.Below.P <= slice.Range.Min || found.Above.P >= slice.Range.Max) continue;
            double at = Math.Abs(found.Below.P) < Math.Abs(found.Above.P) ? found.Below.P : found.Above.P;

            // A derivative may stand between both sides at the very place, which then is found from either.
            if (Math.Abs(at - last) <= 1e-9 * (1 + Math.Abs(at))) continue;
            double step = 1e-7 * (1 + Math.Abs(at));
            Sample before = slice.At(at - step), after = slice.At(at + step);
            if (!double.IsFinite(what(before)) || !double.IsFinite(what(after)) || change(before, after) <= 0) continue;
            last = at;
            yield return new(at, slice.Target, what(before), what(after));
        }
    }

    private static IEnumerable<Place> WithoutSlope(Slice slice) => slice.Grid
        .Where(sample => double.IsFinite(sample.Value) && double.IsNaN(sample.Slope))
        .Select(sample => new Place(sample.P, slice.Target));

    private static string Slopes(IReadOnlyList<Slice> slices, IReadOnlyList<Place> places)
    {
        Place first = places[0];
        double steep = slices.First(slice => slice.Target == first.Y).Steepness;
        return Math.Max(Math.Abs(first.Before), Math.Abs(first.After)) > 1e3 * steep ? "the slope grows without bound" : FromTo("slope jumps ", places);
    }

    private static string FromTo(string what, IReadOnlyList<Place> places)
    {
        // The slopes are read a step beside the place, so they carry its error.
        bool same = places.All(place => Close(place.Before, places[0].Before) && Close(place.After, places[0].After));
        Place shown = places.MaxBy(place => place.Y);
        return $"{what}from {Rounded(shown.Before)} to {Rounded(shown.After)}{(same ? "" : $" for y = {Places.Number(shown.Y)}")}";
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-5 * (1 + Math.Abs(a));

    private static string Rounded(double x) => Places.Number(Math.Abs(x) < 1e-5 ? 0 : x);
}
