using Gradus.Lab.Reports;
using Gradus.Losses;
using ScottPlot;

namespace Gradus.Lab.Charts;

/// <summary>Losses along a line through their inputs: the value above, its derivative below.</summary>
public static class LossChart
{
    private const int Places = 401;

    /// <summary>The same for both panels, so that a place lies above itself.</summary>
    private const float AxisWidth = 72;

    /// <summary>Draws losses that are seen along the same line.</summary>
    /// <param name="losses">The losses, each with its name.</param>
    /// <param name="from">Where the line begins; by default where the first loss suggests.</param>
    /// <param name="to">Where it ends.</param>
    /// <exception cref="ArgumentException">A loss has no such line, they are functions of different things, or the line leaves
    /// what a loss is defined for.</exception>
    public static Chart Of(IReadOnlyList<(string Name, ILoss Loss)> losses, double? from = null, double? to = null)
    {
        ArgumentNullException.ThrowIfNull(losses);
        (string Name, ILoss Loss, LossSlice Slice)[] slices = [.. losses.SelectMany(l => SlicesOf(l.Name, l.Loss))];
        if (slices.Length == 0) throw new ArgumentException("There is no loss to draw; give at least one.", nameof(losses));
        LossSlice first = slices[0].Slice;
        if (slices.FirstOrDefault(s => s.Slice.Axis != first.Axis) is { Slice: not null } other)
        {
            throw new ArgumentException($"{slices[0].Name} is drawn over {first.Axis}, but {other.Name} over {other.Slice.Axis}; draw them one by one.");
        }

        double begin = from ?? first.From, end = to ?? first.To;
        if (begin >= end) throw new ArgumentException($"The line would go from {begin} to {end}; its beginning must lie below its end.");
        string[] names = [.. slices.Select(s => s.Slice.Label.Length == 0 ? s.Name : $"{s.Name}, {s.Slice.Label}")];
        IReadOnlyList<SlicePoint>[] curves = [.. slices.Select(s => s.Slice.Points(Places, begin, end))];
        return new Chart
        {
            Id = "loss",
            Title = string.Join(", ", names),
            Summary = string.Join(" ", names.Zip(curves, (name, points) =>
                $"{name}: between {Wording.Number(points.Min(p => p.Value))} and {Wording.Number(points.Max(p => p.Value))}, slope between {Wording.Number(points.Min(p => p.Slope))} and {Wording.Number(points.Max(p => p.Slope))}.")),
            HowToRead = $"Above: the loss over the {first.Axis}. Below: its derivative.",
            Table = new Table(["Loss", first.Axis, "Value", "Slope"],
                [.. names.SelectMany((name, i) => curves[i].Select(p => (IReadOnlyList<Cell>)
                    [name, Cell.Of(p.X, Wording.Number), Cell.Of(p.Value, Wording.Number), Cell.Of(p.Slope, Wording.Number)]))]),
            Height = 560,
            Draw = theme => Panel(theme, names, curves, "loss", "", p => p.Value),
            DrawBelow = theme => Panel(theme, names, curves, "derivative", first.Axis, p => p.Slope),
        };
    }

    private static IEnumerable<(string, ILoss, LossSlice)> SlicesOf(string name, ILoss loss)
    {
        LossSlice[] slices = [.. LossForm.Of(loss).SelectMany(form => form.Slices(loss))];
        return slices.Length > 0
            ? slices.Select(slice => (name, loss, slice))
            : throw new ArgumentException($"{name} is a function of too many things to be drawn over one of them.");
    }

    private static Plot Panel(Theme theme, string[] names, IReadOnlyList<SlicePoint>[] curves, string y, string x, Func<SlicePoint, double> of)
    {
        Plot plot = ThemedPlot.Create(theme, [.. names, y, x]);
        var level = plot.Add.HorizontalLine(0);
        level.LineStyle = new LineStyle(1, theme.Quiet);
        for (int i = 0; i < curves.Length; i++)
        {
            SeriesLook look = SeriesLook.Of(i, theme);
            SlicePoint[] points = [.. curves[i].Where(p => double.IsFinite(of(p)))];
            plot.Add.ScatterLine(points.Select(p => p.X).ToArray(), points.Select(of).ToArray()).LineStyle = new LineStyle(2.2f, look.Color, look.Pattern);
        }

        plot.YLabel(y);
        plot.Axes.Left.MinimumSize = AxisWidth;
        LeaveRoomAbove(plot);
        if (x.Length > 0) plot.XLabel(x);
        plot.Axes.Margins(0.01, 0.06);
        plot.Axes.AutoScale();
        plot.Axes.AddPanel(new EndLabels(
            [.. names.Select((name, i) => new EndLabels.Label(name, of(curves[i].LastOrDefault(p => double.IsFinite(of(p)))), SeriesLook.Of(i, theme)))],
            plot.Axes.Left, theme, ChartFont.For(names)));
        return plot;
    }

    /// <summary>The uppermost labels stand half above the plotted area.</summary>
    private static void LeaveRoomAbove(Plot plot)
    {
        plot.Axes.Top.IsVisible = true;
        plot.Axes.Top.MinimumSize = 14;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Top.MajorTickStyle.Length = 0;
        plot.Axes.Top.TickLabelStyle.IsVisible = false;
    }
}
