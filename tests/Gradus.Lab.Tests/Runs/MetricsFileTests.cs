using Gradus.Lab.Runs;
using Gradus.Lab.Tests.Data;
using Gradus.Torch.Training;

namespace Gradus.Lab.Tests.Runs;

public sealed class MetricsFileTests : IDisposable
{
    private static readonly Fact[] s_facts =
    [
        new RunStarted(0, 0, 2, 2, 100),
        new StepDone(0.1, 0, 0, 1.0 / 3, 0.1, 3e-4, 50),
        new StepDone(0.2, 0, 3, double.NaN, 0.2, double.Epsilon, 50, Covers: 3),
        new EpochDone(0.3, 0, 2, double.PositiveInfinity, 0.2, 1e-300, 0.25),
        new Evaluated(0.4, "validation", 0, 2, double.NegativeInfinity, 1, 0.25),
        new CheckpointSaved(0.5, 0, "a folder/\"epoch\"\n.safetensors"),
        new StepDone(0.6, 1, 4, 0.5, 0.3, 1e-4, 50),
        new Finding(0.7, 4, "ü \u2028 </script>"),
        new EpochDone(0.8, 1, 5, 0.4, 0.4, 1e-4, 0.5),
        new Evaluated(0.9, "validation", 1, 5, 0.4, 0.4, 0.5),
        new RunEnded(1, RunEnd.Interrupted, 5),
    ];

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("metrics.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_kind_of_fact_has_an_example_here()
    {
        Type[] kinds = [.. typeof(Fact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Fact)))];
        Assert.Equal(kinds.ToHashSet(), s_facts.Select(fact => fact.GetType()).ToHashSet());
    }

    [Fact]
    public void Lines_read_back_as_the_same_facts()
    {
        Write();
        Assert.Equal(s_facts, MetricsFile.Read(File));
        Assert.Equal(s_facts.Length, System.IO.File.ReadAllLines(File).Length);
    }

    [Fact]
    public void A_last_line_cut_anywhere_costs_that_fact_only()
    {
        Write();
        string whole = System.IO.File.ReadAllText(File);
        int last = whole.TrimEnd('\n').LastIndexOf('\n') + 1;
        for (int length = last; length < whole.TrimEnd('\n').Length; length++)
        {
            System.IO.File.WriteAllText(File, whole[..length]);
            Assert.Equal(s_facts[..^1], MetricsFile.Read(File));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4)]
    [InlineData(2, 7)]
    public void Going_on_keeps_the_covered_epochs_and_drops_the_rest(int epochs, int kept)
    {
        Write();
        System.IO.File.AppendAllText(File, "{\"fact\":\"step\",\"epo");
        using (MetricsFile metrics = MetricsFile.Open(File, epochs, out IReadOnlyList<Fact> earlier))
        {
            Assert.Equal(kept, earlier.Count);
            metrics.Hear(s_facts[^1]);
        }

        Fact[] expected = [.. s_facts.Where(fact => fact is StepDone or EpochDone or Evaluated).Take(kept), s_facts[^1]];
        Assert.Equal(expected, MetricsFile.Read(File));
    }

    [Fact]
    public void Going_on_twice_doubles_nothing()
    {
        Write();
        for (int i = 0; i < 2; i++)
        {
            using MetricsFile metrics = MetricsFile.Open(File, 1, out _);
            foreach (Fact fact in s_facts[6..]) metrics.Hear(fact);
        }

        Assert.Equal([.. s_facts[1..5], .. s_facts[6..]], MetricsFile.Read(File));
    }

    [Fact]
    public void What_an_epoch_came_to_is_on_disk_before_the_file_is_closed()
    {
        using MetricsFile metrics = MetricsFile.Open(File, 0, out _);
        foreach (Fact fact in s_facts[..5]) metrics.Hear(fact);
        using FileStream stream = new(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(stream);
        Assert.Equal(5, reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private void Write()
    {
        using MetricsFile metrics = MetricsFile.Open(File, 0, out IReadOnlyList<Fact> earlier);
        Assert.Empty(earlier);
        foreach (Fact fact in s_facts) metrics.Hear(fact);
    }
}
