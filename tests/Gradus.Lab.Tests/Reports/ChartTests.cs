using Gradus.Lab.Charts;
using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Tests.Reports;

public sealed class ChartTests
{
    [Fact]
    public void Charts_draw_their_text_without_any_font_of_the_system()
    {
        Comparison sample = SampleComparison.Of();
        Chart chart = ChartSet.Of(sample, Summary.Of(sample))[0];
        Assert.Equal(ChartFont.Name, ChartFont.For(sample.Contestants.Select(c => c.Label)));
        Assert.Contains("Nesterov", chart.Svg(Theme.Light), StringComparison.Ordinal);
    }

    [Fact]
    public void Drawing_twice_gives_the_same_picture()
    {
        Comparison sample = SampleComparison.Of();
        IReadOnlyList<Chart> charts = ChartSet.Of(sample, Summary.Of(sample));
        Assert.All(charts, chart => Assert.Equal(chart.Svg(Theme.Dark), chart.Svg(Theme.Dark)));
    }

    [Fact]
    public void Labels_at_the_ends_of_lines_are_pushed_apart_and_stay_inside()
    {
        float[] places = EndLabels.Spread([10, 11, 12, 95, 96], 10, 0, 100);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 10 - 1e-3));
        Assert.True(places[0] >= 0 && places[^1] <= 100);
    }

    [Fact]
    public void Long_names_are_cut_but_stay_distinct()
    {
        string stem = new('x', 60);
        string[] names = ShortName.Of([stem + "a" + stem, stem + "b" + stem, "short"]);
        Assert.Equal(3, names.Distinct().Count());
        Assert.All(names, name => Assert.True(name.Length < 32));
        Assert.Equal("short", names[2]);
    }

    [Fact]
    public void A_band_leaves_out_seeds_that_have_no_value()
    {
        Contestant contestant = SampleComparison.Of(1).Contestants[0];
        double[] values = [0.5, double.NaN, 0.7];
        Contestant odd = contestant with
        {
            Runs = [.. contestant.Runs.Select((r, i) => r with { Curve = [r.Curve[0] with { TrainLoss = values[i] }] })],
        };
        BandPoint point = Assert.Single(Band.Over(odd, p => p.Epoch, p => p.TrainLoss));
        Assert.Equal((0.6, 0.5, 0.7, 2), (Math.Round(point.Mean, 12), point.Low, point.High, point.Seeds));
    }
}
