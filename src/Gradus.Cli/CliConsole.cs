namespace Gradus.Cli;

/// <summary>The three streams of a command, and what is known about their other ends.</summary>
internal sealed record CliConsole(TextReader In, TextWriter Out, TextWriter Error)
{
    /// <summary>The width of text that nobody watches.</summary>
    private const int PlainWidth = 100;

    /// <summary>Whether a person types the input.</summary>
    public bool InIsTerminal { get; init; }

    /// <summary>Whether a person watches progress and notes.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of a line of text.</summary>
    public int Width { get; init; } = PlainWidth;

    /// <summary>Colours for results.</summary>
    public Ink OutInk { get; init; } = Ink.None;

    /// <summary>Colours for progress and notes.</summary>
    public Ink ErrorInk { get; init; } = Ink.None;

    /// <summary>Those of this process.</summary>
    public static CliConsole OfProcess()
    {
        bool coloured = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb";
        bool watched = !Console.IsErrorRedirected;
        return new(Console.In, Console.Out, Console.Error)
        {
            InIsTerminal = !Console.IsInputRedirected,
            ErrorIsTerminal = watched && Environment.GetEnvironmentVariable("TERM") != "dumb",
            Width = Console.IsOutputRedirected || Console.WindowWidth <= 0 ? PlainWidth : Math.Clamp(Console.WindowWidth, 40, 120),
            OutInk = new(coloured && !Console.IsOutputRedirected),
            ErrorInk = new(coloured && watched),
        };
    }
}
