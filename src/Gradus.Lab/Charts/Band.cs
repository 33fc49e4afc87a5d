using Gradus.Lab.Reports;

namespace Gradus.Lab.Charts;

/// <summary>One epoch of one contestant over its seeds.</summary>
internal readonly record struct BandPoint(int Epoch, double X, double Mean, double Low, double High, int Seeds);

/// <summary>A curve with its spread: at each epoch the mean, the lowest and the highest over seeds.</summary>
internal static class Band
{
    public static BandPoint[] Over(Contestant contestant, Func<CurvePoint, double> x, Func<CurvePoint, double> y) =>
        [.. contestant.Runs.SelectMany(r => r.Curve).GroupBy(p => p.Epoch).OrderBy(g => g.Key).Select(epoch =>
        {
            // A run that diverged has no value here; the table tells how many seeds remain.
            double[] values = [.. epoch.Select(y).Where(double.IsFinite)];
            double[] places = [.. epoch.Select(x).Where(double.IsFinite)];
            return values.Length == 0 || places.Length == 0
                ? new BandPoint(epoch.Key, double.NaN, double.NaN, double.NaN, double.NaN, 0)
                : new BandPoint(epoch.Key, places.Average(), values.Average(), values.Min(), values.Max(), values.Length);
        })];

    /// <summary>The runs of points between gaps, for a line must not bridge a gap.</summary>
    public static IEnumerable<BandPoint[]> Segments(IEnumerable<BandPoint> points)
    {
        var segment = new List<BandPoint>();
        foreach (BandPoint point in points)
        {
            if (double.IsFinite(point.Mean)) segment.Add(point);
            else if (segment.Count > 0)
            {
                yield return [.. segment];
                segment.Clear();
            }
        }
        if (segment.Count > 0) yield return [.. segment];
    }
}
