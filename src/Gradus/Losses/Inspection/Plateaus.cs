namespace Gradus.Losses.Inspection;

/// <summary>Wrong predictions at which a loss has no slope, or next to none: nothing pulls them back.</summary>
internal static class Plateaus
{
    /// <summary>A slope below this share of an ordinary one moves nothing within a training run.</summary>
    private const double Faint = 1e-6;

    public static IEnumerable<LossWarning> Of(IReadOnlyList<Slice> slices)
    {
        Place[] upper = [.. slices.Select(slice => Tail(slice, upper: true)).OfType<Place>()];
        Place[] lower = [.. slices.Select(slice => Tail(slice, upper: false)).OfType<Place>()];
        Place[] inner = [.. slices.SelectMany(Inner)];
        return
        [
            .. Said(upper, lower),
            .. Places.Group(inner).Take(2).Select(group => new LossWarning(
                LossProblem.FlatWhereWrong, $"flat where it is wrong (slope 0 from {group.Where} on, up to p = {Places.Number(group.Places[0].After)} for y = {Places.Number(group.Places[0].Y)})")),
        ];
    }

    private static IEnumerable<LossWarning> Said(Place[] upper, Place[] lower)
    {
        (string Where, IReadOnlyList<Place> Places)[] above = [.. Places.Group(upper)], below = [.. Places.Group(lower)];
        if (above.Length == 1 && below.Length == 1 && Beyond(upper) is { } size && Beyond(lower) == size && Strength(upper) == Strength(lower))
        {
            return [new(LossProblem.FlatWhereWrong, $"{How(upper)} where it is wrong ({Slope(upper)} at errors beyond {size})")];
        }

        return
        [
            .. above.Take(2).Select(group => new LossWarning(LossProblem.FlatWhereWrong, $"{How(group.Places)} where it is wrong ({Slope(group.Places)} above {group.Where})")),
            .. below.Take(2).Select(group => new LossWarning(LossProblem.FlatWhereWrong, $"{How(group.Places)} where it is wrong ({Slope(group.Places)} below {group.Where})")),
        ];
    }

    /// <summary>The error that all these plateaus begin at, or null where they differ.</summary>
    private static string? Beyond(Place[] tails)
    {
        string[] sizes = [.. tails.Select(place => Places.Number(Math.Abs(place.P - place.Y))).Distinct()];
        return tails.Length > 1 && sizes.Length == 1 ? sizes[0] : null;
    }

    private static bool Strength(IReadOnlyList<Place> tails) => tails.All(place => place.Before == 0);

    private static string How(IReadOnlyList<Place> tails) => Strength(tails) ? "flat" : "almost flat";

    private static string Slope(IReadOnlyList<Place> tails) => Strength(tails) ? "slope 0" : "slope below a millionth of an ordinary one";

    /// <summary>Where the plateau begins that reaches to the end of the grid on one side; its slope is kept in Before.</summary>
    private static Place? Tail(Slice slice, bool upper)
    {
        if (slice.Steepness == 0) return null;
        Sample[] grid = [.. upper ? slice.Grid.Reverse() : slice.Grid];
        bool IsFlat(Sample s) => Math.Abs(s.Slope) <= Faint * slice.Steepness && slice.IsWrong(s);
        int count = grid.TakeWhile(IsFlat).Count();
        if (count < 2 || count == grid.Length) return null;
        Sample inside = grid[count - 1], outside = grid[count];
        if (slice.Narrow(upper ? outside : inside, upper ? inside : outside, (l, r) => IsFlat(l) != IsFlat(r) ? 1 : 0) is not { } edge) return null;

        // A slope of 0 that begins where the slope becomes faint is meant; one that is reached by rounding is not.
        Sample begin = slice.At(upper ? edge.Above.P : edge.Below.P);
        return new(begin.P, slice.Target, Before: Math.Abs(begin.Slope));
    }

    /// <summary>Plateaus between slopes.</summary>
    private static IEnumerable<Place> Inner(Slice slice)
    {
        IReadOnlyList<Sample> grid = slice.Grid;
        bool IsFlat(Sample s) => s.Slope == 0 && slice.IsWrong(s);
        for (int i = 1; i < grid.Count; i++)
        {
            if (!IsFlat(grid[i])) continue;
            int first = i;
            while (i + 1 < grid.Count && IsFlat(grid[i + 1]) && grid[i + 1].Value == grid[first].Value) i++;
            if (i - first < 2 || i == grid.Count - 1 || IsFlat(grid[first - 1])) continue;
            (Sample, Sample Above)? begin = slice.Narrow(grid[first - 1], grid[first], (l, r) => IsFlat(l) != IsFlat(r) ? 1 : 0);
            yield return new(begin?.Above.P ?? grid[first].P, slice.Target, After: grid[i].P);
        }
    }
}
