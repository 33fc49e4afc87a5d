namespace Gradus.Minimization;

/// <summary>Bounds l ≤ x ≤ u on every variable.</summary>
internal sealed class Box
{
    private readonly double[] _lower, _upper;

    public Box(LbfgsOptions options, int dimensions)
    {
        (_lower, _upper) = (new double[dimensions], new double[dimensions]);
        for (int i = 0; i < dimensions; i++)
        {
            _lower[i] = options.Lower?[i] ?? double.NegativeInfinity;
            _upper[i] = options.Upper?[i] ?? double.PositiveInfinity;
        }

        IsClosed = Array.TrueForAll(_lower, double.IsFinite) && Array.TrueForAll(_upper, double.IsFinite);
    }

    /// <summary>Whether every variable has both bounds.</summary>
    public bool IsClosed { get; }

    /// <summary>The least value of a variable.</summary>
    public double Lower(int i) => _lower[i];

    /// <summary>The largest value of a variable.</summary>
    public double Upper(int i) => _upper[i];

    /// <summary>The nearest value that a variable may have.</summary>
    public double Clamp(int i, double x) => Math.Clamp(x, _lower[i], _upper[i]);

    /// <summary>How far x moves at most when it follows −g inside the box: max |P(x − g) − x|.</summary>
    public double ProjectedNorm(ReadOnlySpan<double> x, ReadOnlySpan<double> g)
    {
        double max = 0;
        for (int i = 0; i < x.Length; i++) max = Math.Max(max, Math.Abs(Clamp(i, x[i] - g[i]) - x[i]));
        return max;
    }

    /// <summary>The longest α for which x + α d stays inside.</summary>
    public double Reach(ReadOnlySpan<double> x, ReadOnlySpan<double> d)
    {
        double reach = double.PositiveInfinity;
        for (int i = 0; i < x.Length; i++)
        {
            if (d[i] > 0) reach = Math.Min(reach, (_upper[i] - x[i]) / d[i]);
            else if (d[i] < 0) reach = Math.Min(reach, (_lower[i] - x[i]) / d[i]);
        }

        return reach;
    }
}
