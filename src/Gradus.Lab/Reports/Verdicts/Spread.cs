namespace Gradus.Lab.Reports.Verdicts;

/// <summary>What a handful of repeated measurements say: their mean and how far they scatter.</summary>
public sealed record Spread
{
    /// <summary>Measurements that were finite numbers.</summary>
    public required int Count { get; init; }

    /// <summary>Measurements that were NaN or infinite, and are in none of the numbers below.</summary>
    public required int Missing { get; init; }

    /// <summary>Mean; NaN without a finite measurement.</summary>
    public required double Mean { get; init; }

    /// <summary>Sample standard deviation (n − 1); null below two measurements.</summary>
    public required double? StandardDeviation { get; init; }

    public required double Min { get; init; }
    public required double Max { get; init; }

    /// <summary>Half the width of the 95 % t-interval of the mean, t(n − 1) · s / √n; null below two measurements,
    /// because one measurement says nothing about scatter.</summary>
    public double? HalfWidth => StandardDeviation is { } s ? StudentT.Quantile975(Count - 1) * s / Math.Sqrt(Count) : null;

    /// <summary>Summarises measurements, leaving out those that are not finite.</summary>
    public static Spread Of(IEnumerable<double> measurements)
    {
        double[] all = [.. measurements];
        double[] finite = [.. all.Where(double.IsFinite)];
        double mean = finite.Length == 0 ? double.NaN : finite.Average();
        return new Spread
        {
            Count = finite.Length,
            Missing = all.Length - finite.Length,
            Mean = mean,
            StandardDeviation = finite.Length < 2
                ? null
                : Math.Sqrt(finite.Sum(x => (x - mean) * (x - mean)) / (finite.Length - 1)),
            Min = finite.Length == 0 ? double.NaN : finite.Min(),
            Max = finite.Length == 0 ? double.NaN : finite.Max(),
        };
    }

    /// <summary>The mean with its interval, as <c>91.23% ± 0.31</c>; only the mean when there is no interval.</summary>
    internal string Say(Func<double, string> number, Func<double, string>? halfWidth = null)
    {
        if (Count == 0) return Wording.Missing;
        return HalfWidth is { } h ? $"{number(Mean)} ± {(halfWidth ?? number)(h)}" : number(Mean);
    }

    internal string SayPercent() => Say(Wording.Percent, h => (100 * h).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture));
}
