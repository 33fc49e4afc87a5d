using Gradus.Lab.Reports;

namespace Gradus.Lab.Tests.Reports;

/// <summary>A report must come of whatever happened: the odder the outcome, the more it is needed.</summary>
public sealed class DegenerateTests
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("averyveryverylongname", 12));

    public static TheoryData<string> Cases => [.. All.Keys];

    private static readonly Dictionary<string, Func<Comparison>> All = new()
    {
        ["one contestant"] = () => SampleComparison.Of(1),
        ["no contestant"] = () => SampleComparison.Of(0),
        ["one seed"] = () => SampleComparison.Of(seeds: 1),
        ["two seeds"] = () => SampleComparison.Of(seeds: 2),
        ["one epoch"] = () => SampleComparison.Of(epochs: 1),
        ["one of everything"] = () => SampleComparison.Of(1, 1, 1),
        ["many epochs"] = () => SampleComparison.Of(epochs: 200),
        ["some diverged"] = () => Each(SampleComparison.Of(), (r, i) => i == 1 ? Diverged(r) : r),
        ["all diverged"] = () => Each(SampleComparison.Of(), (r, _) => Diverged(r)) with { },
        ["every rate diverged"] = () => Contestants(SampleComparison.Of(), c => c with
        {
            ChosenRate = null,
            Runs = [],
            Grid = [.. c.Grid.Select(p => p with { Diverged = true, ValidationAccuracy = double.NaN, ValidationLoss = double.PositiveInfinity })],
        }),
        ["no grid"] = () => Contestants(SampleComparison.Of(), c => c with { Grid = [] }),
        ["infinite losses"] = () => Each(SampleComparison.Of(), (r, _) => r with
        {
            TestLoss = double.PositiveInfinity,
            Curve = [.. r.Curve.Select(p => p with { TrainLoss = p.Epoch > 5 ? double.PositiveInfinity : 1e30 * p.TrainLoss, ValidationLoss = double.NaN })],
        }),
        ["wide losses"] = () => Each(SampleComparison.Of(), (r, i) => r with { Curve = [.. r.Curve.Select(p => p with { TrainLoss = Math.Pow(10, -p.Epoch - i) })] }),
        ["negative losses"] = () => Each(SampleComparison.Of(), (r, _) => r with { Curve = [.. r.Curve.Select(p => p with { TrainLoss = -p.TrainLoss })] }),
        ["target never reached"] = () => Each(SampleComparison.Of(), (r, _) => r with { StepsToTarget = null, SecondsToTarget = null }),
        ["identical results"] = () => Each(SampleComparison.Of(), (r, _) => r with { TestAccuracy = 0.9, TrainAccuracy = 0.9 }),
        ["long names"] = () => Contestants(SampleComparison.Of(), c => c with { Label = Long + c.Key, Recipe = Long + Long }) with { Title = Long },
        ["hostile names"] = () => PageTests.Hostilely(SampleComparison.Of()),
        ["foreign names"] = () => Contestants(SampleComparison.Of(2), c => c with { Label = "最適化 " + c.Key }),
        ["more contestants than colours"] = () => SampleComparison.Of() with
        {
            Contestants = [.. Enumerable.Range(0, 13).Select(i => SampleComparison.Of().Contestants[i % 7] with { Key = $"c{i}", Label = $"Contestant {i}" })],
        },
        ["no claim"] = () => SampleComparison.Of() with { Claim = null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_report_comes_of_it_and_says_so(string name)
    {
        using var folder = new Folder(name.Replace(' ', '-'));
        ReportFiles files = Report.Write(All[name](), folder.Path);

        string page = File.ReadAllText(files.Html);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
        Assert.All(files.Charts, chart => Assert.True(new FileInfo(chart).Length > 500, chart));
        foreach (string svg in files.Charts.Where(c => c.EndsWith(".svg", StringComparison.Ordinal)))
        {
            string text = File.ReadAllText(svg);
            Assert.DoesNotMatch("[\", ](NaN|inf|-inf)[\", ]", text);
            System.Xml.Linq.XDocument.Parse(text);
        }
        Assert.Equal(File.ReadAllText(files.Json), ComparisonJson.Write(ComparisonJson.Read(File.ReadAllText(files.Json))));
    }

    [Fact]
    public void Two_contestants_with_one_key_are_refused()
    {
        using var folder = new Folder();
        Comparison comparison = Contestants(SampleComparison.Of(2), c => c with { Key = "same" });
        Assert.Contains("same", Assert.Throws<ArgumentException>(() => Report.Write(comparison, folder.Path)).Message, StringComparison.Ordinal);
    }

    private static Comparison Contestants(Comparison comparison, Func<Contestant, Contestant> change) =>
        comparison with { Contestants = [.. comparison.Contestants.Select(change)] };

    private static Comparison Each(Comparison comparison, Func<ContestantRun, int, ContestantRun> change) =>
        Contestants(comparison, c => c with { Runs = [.. c.Runs.Select((r, i) => change(r, i))] });

    private static ContestantRun Diverged(ContestantRun run) => run with
    {
        DivergedAtStep = 431,
        TestAccuracy = double.NaN,
        TestLoss = double.NaN,
        TrainAccuracy = double.NaN,
        StepsToTarget = null,
        SecondsToTarget = null,
        Curve = [.. run.Curve.Select(p => p.Epoch < 2 ? p : p with { TrainLoss = double.NaN, ValidationAccuracy = double.NaN, ValidationLoss = double.NaN })],
    };
}
