using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses.Inspection;

/// <summary>A loss over its predictions at one target: value and slope on a grid that is dense where losses do something.</summary>
internal sealed class Slice
{
    /// <summary>Far out, for a prediction.</summary>
    public const double Far = 1e4;

    private const int Halvings = 60, PerDecade = 12;

    private readonly IPointwiseLoss _loss;

    /// <param name="loss">The loss.</param>
    /// <param name="target">y.</param>
    /// <param name="marks">Numbers in the formula, where something may happen.</param>
    public Slice(IPointwiseLoss loss, double target, IEnumerable<double> marks)
    {
        (_loss, Target) = (loss, target);
        Range = loss.PredictionRange;
        Grid = [.. Places(marks).Where(Range.Contains).Distinct().Order().Select(At)];
        double[] slopes = [.. Near().Where(Range.Contains).Select(p => Math.Abs(At(p).Slope)).Where(s => double.IsFinite(s) && s > 0).Order()];
        Steepness = slopes.Length > 0 ? slopes[slopes.Length / 2] : 0;
        Lowest = Grid.Where(s => double.IsFinite(s.Value)).DefaultIfEmpty(new(double.NaN, double.NaN, double.NaN)).MinBy(s => s.Value);
    }

    /// <summary>y.</summary>
    public double Target { get; }

    public ParameterRange Range { get; }

    public IReadOnlyList<Sample> Grid { get; }

    /// <summary>The median size of the slope within a few units of the target: what counts as steep.</summary>
    public double Steepness { get; }

    /// <summary>The smallest value on the grid.</summary>
    public Sample Lowest { get; }

    /// <summary>Value and exact slope at a prediction.</summary>
    public Sample At(double p)
    {
        Dual<Scalar<double>> both = _loss.At(Dual<Scalar<double>>.Variable(new(p)), Dual<Scalar<double>>.Fixed(new(Target)));
        return new(p, both.Value.Value, both.Slope.Value);
    }

    /// <summary>Whether more is lost somewhere than has to be.</summary>
    public bool IsWrong(Sample at) => at.Value - Lowest.Value > 1e-6 * (1 + Math.Abs(Lowest.Value));

    /// <summary>Halves an interval towards the place where something changes, as long as the change is one.</summary>
    /// <param name="a">Its lower end.</param>
    /// <param name="b">Its upper end.</param>
    /// <param name="change">How much changes between two places; what counts as nothing is ≤ 0.</param>
    /// <returns>Two neighbouring numbers with the change between them, or null where it is spread out.</returns>
    public (Sample Below, Sample Above)? Narrow(Sample a, Sample b, Func<Sample, Sample, double> change)
    {
        for (int i = 0; i < Halvings && change(a, b) > 0; i++)
        {
            Sample middle = At(a.P + (b.P - a.P) / 2);
            if (middle.P <= a.P || middle.P >= b.P) break;
            if (change(a, middle) > change(middle, b)) b = middle;
            else a = middle;
        }

        return change(a, b) > 0 ? (a, b) : null;
    }

    private IEnumerable<double> Places(IEnumerable<double> marks) =>
    [
        .. Near(),
        .. Decades(-6, 4).SelectMany(d => (double[])[Target - d, Target + d]),
        .. marks.SelectMany(m => (double[])[m, -m, Target + m, Target - m]).SelectMany(m => (double[])[m, m - 0.01 * Math.Abs(m), m + 0.01 * Math.Abs(m)]),
        .. Ends(),
        0, Target,
    ];

    /// <summary>Evenly spread around the target, or over a range that is bounded.</summary>
    private IEnumerable<double> Near() => double.IsFinite(Range.Min) && double.IsFinite(Range.Max)
        ? Enumerable.Range(1, 239).Select(i => Range.Min + (Range.Max - Range.Min) * i / 240)
        : Enumerable.Range(-120, 241).Select(i => Target + i / 20.0);

    private IEnumerable<double> Ends()
    {
        foreach (double d in Decades(-6, 0))
        {
            if (double.IsFinite(Range.Min)) yield return Range.Min + d;
            if (double.IsFinite(Range.Max)) yield return Range.Max - d;
        }

        if (double.IsFinite(Range.Min)) yield return Range.Min;
        if (double.IsFinite(Range.Max)) yield return Range.Max;
    }

    private static IEnumerable<double> Decades(int from, int to) =>
        Enumerable.Range(from * PerDecade, (to - from) * PerDecade + 1).Select(i => Math.Pow(10, (double)i / PerDecade));
}

/// <summary>A loss at one prediction.</summary>
internal readonly record struct Sample(double P, double Value, double Slope);
