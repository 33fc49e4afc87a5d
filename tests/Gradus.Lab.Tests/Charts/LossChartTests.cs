using System.Xml.Linq;
using Gradus.Lab.Charts;
using Gradus.Losses;

namespace Gradus.Lab.Tests.Charts;

public sealed class LossChartTests
{
    [Fact]
    public void The_table_holds_the_value_and_the_slope_that_are_drawn()
    {
        Chart chart = LossChart.Of([("mse", new Mse()), ("mae", new Mae())], from: -2, to: 2);
        Assert.Equal(2 * 401, chart.Table.Rows.Count);
        Assert.Equal(["mse", "-2", "4", "-4"], chart.Table.Rows[0].Select(cell => cell.Text));
        Assert.Equal(["mae", "2", "2", "1"], chart.Table.Rows[^1].Select(cell => cell.Text));
    }

    [Fact]
    public void Both_panels_and_every_name_are_in_the_picture()
    {
        XDocument svg = XDocument.Parse(LossChart.Of([("mse", new Mse()), ("huber", new Huber())]).Svg(Theme.Light));
        string[] texts = [.. svg.Descendants().Where(node => node.Name.LocalName == "text").Select(node => node.Value.Trim())];
        Assert.All(["loss", "derivative", "error ŷ − y"], title => Assert.Single(texts, title));
        Assert.Equal(2, texts.Count(text => text == "huber"));
    }

    [Fact]
    public void Losses_over_different_things_are_not_drawn_over_one_another() =>
        Assert.Contains("draw them one by one", Assert.Throws<ArgumentException>(() => LossChart.Of([("mse", new Mse()), ("ce", new CrossEntropy())])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_line_that_ends_before_it_begins_is_refused() =>
        Assert.Contains("from 2 to 1", Assert.Throws<ArgumentException>(() => LossChart.Of([("mse", new Mse())], 2, 1)).Message, StringComparison.Ordinal);
}
