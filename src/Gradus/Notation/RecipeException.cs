using System.Text;

namespace Gradus;

/// <summary>A text that is not in the recipe language, or not a formula, and where it stops being so.</summary>
public sealed class RecipeException : FormatException
{
    private const int Sight = 60;

    /// <summary>A text, a place in it, and what is wrong there.</summary>
    /// <param name="message">What was found, what was expected, what to do.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="column">Where, from 1; one past the end where something is missing there.</param>
    public RecipeException(string message, string text, int column) : base($"Column {column}: {message}") =>
        (Text, Column, Complaint) = (text, Math.Clamp(column, 1, text.Length + 1), message);

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>Where, counted from 1 in UTF-16 units.</summary>
    public int Column { get; }

    /// <summary>The message without its column.</summary>
    public string Complaint { get; }

    /// <summary>Two lines: the text around the place, and a caret under it.</summary>
    public string Pointer
    {
        get
        {
            int start = Math.Max(0, Column - 1 - Sight), end = Math.Min(Text.Length, Column - 1 + Sight);
            StringBuilder shown = new(start > 0 ? "…" : ""), caret = new(start > 0 ? " " : "");
            for (int i = start; i < end; i++)
            {
                char c = Text[i];
                shown.Append(char.IsControl(c) ? ' ' : c);
                if (i < Column - 1 && !char.IsLowSurrogate(c)) caret.Append(' ');
            }

            return $"{shown}{(end < Text.Length ? "…" : "")}\n{caret}^";
        }
    }
}
