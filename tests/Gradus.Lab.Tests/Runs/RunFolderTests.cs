using System.Text.Json;
using Gradus.Lab.Runs;

namespace Gradus.Lab.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private static readonly RunResult Result = new()
    {
        Curve = [new(1, 4, 0.5, 2.1, 0.3, double.PositiveInfinity, 0.25, 1.0 / 3)],
        Validations = [new(2, 0.25, double.NaN, 0.1), new(4, 0.5, 2.0 / 3, 0.25)],
        DivergedAtStep = 4,
        StateBytes = 8,
        Parameters = 1,
        InitialWeights = "w",
        BatchOrder = "b",
    };

    private readonly TinyRun _runs = new();

    private string ResultFile => Path.Combine(_runs.Folder().Path, "result.json");

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Asking_for_a_folder_makes_none()
    {
        Assert.Null(_runs.Folder().Result());
        Assert.Empty(Directory.GetFileSystemEntries(_runs.Path));
    }

    [Fact]
    public void A_result_reads_back_bit_for_bit()
    {
        RunFolder folder = _runs.Folder();
        folder.Begin(TinyRun.Machine, DateTimeOffset.UnixEpoch);
        folder.Finish(Result);
        RunResult read = folder.Result()!;
        Assert.Equal(Result.Curve, read.Curve);
        Assert.Equal(Result.Validations, read.Validations);
        Assert.Equivalent(Result with { Curve = [], Validations = [] }, read with { Curve = [], Validations = [] }, strict: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"curve\": null}")]
    [InlineData("[1, 2]")]
    public void A_damaged_result_counts_as_unfinished(string text)
    {
        _runs.Folder().Begin(TinyRun.Machine, DateTimeOffset.UnixEpoch);
        File.WriteAllText(ResultFile, text);
        Assert.Null(_runs.Folder().Result());
    }

    [Fact]
    public void A_result_that_lost_its_curve_counts_as_unfinished()
    {
        RunFolder folder = _runs.Folder();
        folder.Begin(TinyRun.Machine, DateTimeOffset.UnixEpoch);
        folder.Finish(Result with { Curve = [] });
        File.WriteAllText(ResultFile, File.ReadAllText(ResultFile).Replace("\"curve\": []", "\"curve\": null", StringComparison.Ordinal));
        Assert.Null(folder.Result());
    }

    [Fact]
    public void The_record_names_the_run_the_machine_and_the_date()
    {
        RunFolder folder = _runs.Folder();
        DateTimeOffset now = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);
        folder.Begin(TinyRun.Machine, now);
        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "run.json")));
        JsonElement spec = record.RootElement.GetProperty("spec");
        Assert.Equal("crossEntropy | adam(lr=0.003) | cosine", spec.GetProperty("recipe").GetString());
        Assert.Equal(7, spec.GetProperty("seed").GetInt64());
        Assert.Equal(TinyRun.Splits.Fingerprint, spec.GetProperty("data").GetString());
        Assert.Equal("2", record.RootElement.GetProperty("machine").GetProperty("libtorch").GetString());
        Assert.Equal(now, record.RootElement.GetProperty("started").GetDateTimeOffset());
    }

    [Fact]
    public void Going_on_keeps_the_date_of_the_beginning()
    {
        RunFolder folder = _runs.Folder();
        folder.Begin(TinyRun.Machine, DateTimeOffset.UnixEpoch);
        string before = File.ReadAllText(Path.Combine(folder.Path, "run.json"));
        folder.Begin(TinyRun.Machine, DateTimeOffset.UnixEpoch.AddDays(1));
        Assert.Equal(before, File.ReadAllText(Path.Combine(folder.Path, "run.json")));
    }

    [Fact]
    public void A_finished_run_keeps_no_checkpoint()
    {
        RunFolder folder = _runs.Folder();
        Directory.CreateDirectory(folder.Checkpoints);
        File.WriteAllText(Path.Combine(folder.Checkpoints, "epoch-0002.safetensors"), "");
        folder.Finish(Result);
        Assert.False(Directory.Exists(folder.Checkpoints));
    }
}
