using System.Text;

namespace Gradus.Cli;

/// <summary>Text in columns that line up, wrapped between words where it is too long.</summary>
internal static class Columns
{
    /// <summary>Lines of which every cell but the last is padded to the widest of its column; rows may be short.</summary>
    public static IEnumerable<string> Align(IReadOnlyList<IReadOnlyList<string>> rows, int gap = 2, IReadOnlySet<int>? right = null)
    {
        int count = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        int[] widths = [.. Enumerable.Range(0, count).Select(column => rows.Max(row => column < row.Count ? row[column].Length : 0))];
        foreach (IReadOnlyList<string> row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) => right?.Contains(column) == true ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            yield return string.Join(new string(' ', gap), cells).TrimEnd();
        }
    }

    /// <summary>Breaks a text between words; every line after the first is indented.</summary>
    public static IEnumerable<string> Wrap(string text, int width, int indent = 0)
    {
        StringBuilder line = new();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > indent && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append(' ', indent);
            }

            if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
            line.Append(word);
        }

        if (line.Length > 0) yield return line.ToString();
    }
}
