using System.Globalization;

namespace Gradus.Losses.Inspection;

/// <summary>Where something was found: at a prediction, for a target.</summary>
/// <param name="P">p.</param>
/// <param name="Y">y.</param>
/// <param name="Before">What was there below p: a slope, or a value.</param>
/// <param name="After">What was there above p.</param>
internal readonly record struct Place(double P, double Y, double Before = 0, double After = 0);

/// <summary>Finds what the places have in common, so that they can be named once for all targets.</summary>
internal static class Places
{
    private const int MaxGroups = 6;

    private static readonly (string Name, Func<Place, double> Of)[] s_measures =
    [
        ("p − y", place => place.P - place.Y),
        ("p", place => place.P),
        ("p·y", place => place.P * place.Y),
        ("p/y", place => place.P / place.Y),
        ("p + y", place => place.P + place.Y),
    ];

    /// <summary>Groups of places with a name each, such as "p − y = 0" or "p·y = 1"; the largest first.</summary>
    public static IEnumerable<(string Where, IReadOnlyList<Place> Places)> Group(IEnumerable<Place> found)
    {
        List<Place> rest = [.. found];
        for (int count = 0; rest.Count > 0 && count < MaxGroups; count++)
        {
            (string Where, Place[] Places) best = s_measures.SelectMany(m => Alike(rest, m.Name, m.Of)).MaxBy(group => Targets(group.Places));
            if (best.Places is null || Targets(best.Places) < 2)
            {
                yield return ($"p = {Number(rest[0].P)} for y = {Number(rest[0].Y)}", [rest[0]]);
                yield break;
            }

            yield return best;
            rest.RemoveAll(best.Places.Contains);
        }
    }

    /// <summary>A number as people would say it.</summary>
    public static string Number(double x)
    {
        double rounded = Math.Abs(x) < 1e-9 ? 0 : x;
        return rounded.ToString("G5", CultureInfo.InvariantCulture).Replace('-', '−');
    }

    private static IEnumerable<(string Where, Place[] Places)> Alike(List<Place> places, string name, Func<Place, double> measure) => places
        .Where(place => double.IsFinite(measure(place)) && (place.Y != 0 || !name.Contains('y', StringComparison.Ordinal) || name.Contains(' ', StringComparison.Ordinal)))
        .GroupBy(place => Math.Round(measure(place) / Grain(measure(place))) * Grain(measure(place)))
        .Select(group => ($"{name} = {Number(group.Key)}", group.ToArray()));

    /// <summary>Places that differ by rounding are the same.</summary>
    private static double Grain(double x) => Math.Abs(x) <= 1 ? 1e-6 : 1e-6 * Math.Pow(10, Math.Ceiling(Math.Log10(Math.Abs(x))));

    private static int Targets(Place[] places) => places.Select(place => place.Y).Distinct().Count();
}
