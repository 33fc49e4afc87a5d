using Gradus.Lab.Data;
using Gradus.Lab.Experiments;
using Gradus.Lab.Tests.Data;

namespace Gradus.Lab.Tests.Experiments;

public sealed class ExperimentOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Experiment.All.Select(experiment => experiment.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Options_that_do_not_fit_are_one_sentence_and_leave_nothing_behind(string name)
    {
        ExperimentOptions good = new() { Out = _folder.File("report") };
        (string Sentence, ExperimentOptions Options)[] cases =
        [
            ("There is no profile 'tiny'; choose one of: quick, standard, full.", good with { Profile = "tiny" }),
            ("0 epochs were asked for; a run needs at least 1.", good with { Epochs = 0 }),
            ("-3 epochs were asked for; a run needs at least 1.", good with { Epochs = -3 }),
            ("0 seeds were asked for; a confirmation needs at least 1.", good with { Seeds = 0 }),
            ("0 runs side by side were asked for; give at least 1.", good with { Jobs = 0 }),
            ("-1 runs side by side were asked for; give at least 1.", good with { Jobs = -1 }),
        ];
        foreach ((string sentence, ExperimentOptions options) in cases)
        {
            Assert.Equal(sentence, (await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(name, options))).Message);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Data_that_does_not_exist_is_answered_with_what_does(string name)
    {
        DataSetException error = await Assert.ThrowsAsync<DataSetException>(() => RunAsync(name, new() { Data = "fashon", Out = _folder.File("report") }));
        Assert.Equal("'fashon' is neither a data set (glyphs, fashion-mnist, mnist) nor a folder that exists; give one of these.", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("file/report")]
    [InlineData("file")]
    [InlineData("a\0b")]
    public async Task A_folder_that_cannot_be_written_is_named_with_the_option(string to)
    {
        await File.WriteAllTextAsync(_folder.File("file"), "", TestContext.Current.CancellationToken);
        string folder = to.Length == 0 ? "" : _folder.File(to);
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => RunAsync("optimizers", new() { Out = folder }));
        Assert.StartsWith($"The report cannot be written to '{folder}' (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("; name another folder with --out.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_to_stop_that_comes_before_the_start_trains_nothing()
    {
        using Watcher watcher = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Experiment.All[0].RunAsync(new() { Out = _folder.File("report") }, watcher, new CancellationToken(canceled: true)));
        Assert.Empty(watcher.Begun);
    }

    private static async Task RunAsync(string name, ExperimentOptions options)
    {
        using Watcher watcher = new();
        await Experiment.All.Single(experiment => experiment.Name == name).RunAsync(options, watcher, watcher.Token);
    }
}
