using Spectre.Console;
using Spectre.Console.Rendering;

namespace Gradus.Cli.Running;

/// <summary>Shows a watcher's board in place, below the lines that scroll away.</summary>
internal static class LiveScreen
{
    private const int BarWidth = 30, LabelWidth = 28;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(150);

    /// <summary>Shows how the work is getting on until it is done.</summary>
    public static async Task ShowAsync(CliConsole console, Watcher watcher, Task work)
    {
        IAnsiConsole screen = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(console.Error),
            Ansi = AnsiSupport.Yes,
            ColorSystem = console.ErrorInk.IsOn ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        await screen.Live(Text.Empty).AutoClear(true).StartAsync(async live =>
        {
            while (true)
            {
                bool over = work.IsCompleted;
                // A line is written over the board, which is then drawn again below: blanks hide what stood there.
                while (watcher.TryTake(out string line)) screen.WriteLine(line.PadRight(screen.Profile.Width - 1));
                live.UpdateTarget(watcher.Board.View() is { } view ? Screen(view, screen.Profile.Width) : Text.Empty);
                if (over) return;
                await Task.WhenAny(work, Task.Delay(s_pause)).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private static Rows Screen(BoardView view, int width) => new(
    [
        Bar(view),
        .. view.Active.Select(run => (IRenderable)new Markup($"[grey]{Markup.Escape(Fit(Line(run), width - 1))}[/]")),
    ]);

    private static Markup Bar(BoardView view)
    {
        int full = (int)Math.Round(BarWidth * Math.Clamp(view.Share, 0, 1));
        string left = view.Left is { } time ? $"about {Say.Duration(time)} left" : "";
        return new($"[bold]{Markup.Escape(view.Part)}[/]  [green]{new string('━', full)}[/][grey]{new string('─', BarWidth - full)}[/]  {view.Done}/{view.Runs}  {left}");
    }

    private static string Line(RunView run) => Say.Inv(
        $"  {run.Label,-LabelWidth}  epoch {run.Epoch}/{run.Epochs}  step {run.Step,4}/{run.Steps}  loss {run.Loss,-6:G4}  acc {100 * run.Accuracy,3:0}%  {Say.Duration(run.Left) + " left",-12}  rate {run.Rate:0.0e-0}  {run.SamplesPerSecond:#,0} samples/s");

    private static string Fit(string line, int width) => line.Length <= width ? line : line[..Math.Max(0, width)];
}
