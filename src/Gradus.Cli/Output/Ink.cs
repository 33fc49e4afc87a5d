namespace Gradus.Cli;

/// <summary>Colours, where somebody can see them and has not asked for none.</summary>
internal readonly record struct Ink(bool IsOn)
{
    public static Ink None { get; }

    /// <summary>Names and headings.</summary>
    public string Bold(string text) => Painted("1", text);

    /// <summary>What can be skipped in reading.</summary>
    public string Quiet(string text) => Painted("2", text);

    public string Good(string text) => Painted("32", text);

    public string Doubtful(string text) => Painted("33", text);

    public string Bad(string text) => Painted("31", text);

    private string Painted(string code, string text) => IsOn && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
