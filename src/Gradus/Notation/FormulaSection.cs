using System.Text.RegularExpressions;
using Gradus.Losses;
using Gradus.Metadata;

namespace Gradus;

/// <summary>Tells whether a recipe begins with a typed loss, a formula in p and y, instead of a loss of the catalogue.</summary>
internal static partial class FormulaSection
{
    /// <summary>Reads the typed loss at the beginning of a recipe.</summary>
    /// <returns>The loss, or null where the text begins with anything else; and where it ends: at a bar, or at the sign before
    /// a loss or penalty of the catalogue.</returns>
    /// <exception cref="RecipeException">It speaks of p and y, but is no formula.</exception>
    public static (TypedLoss? Loss, int End) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int bar = text.IndexOf('|', StringComparison.Ordinal), end = bar < 0 ? text.Length : bar;
        if (IsCall(text[..end])) return (null, 0);
        end = Joint(text[..end]);
        string section = text[..end];
        if (!Variable().IsMatch(section)) return (null, 0);
        try
        {
            return (new TypedLoss(section), end);
        }
        catch (RecipeException e) when (section.Length < text.Length)
        {
            throw new RecipeException(e.Complaint, text, e.Column);
        }
    }

    /// <summary>Where a loss or penalty of the catalogue is added, outside all brackets; else the end.</summary>
    private static int Joint(string section)
    {
        // A formula is shorter than this, so behind it there is nothing to find; and a long text costs no more than a short one.
        int end = Math.Min(section.Length, FormulaParser.MaxLength + 1), depth = 0;
        for (int i = 0; i < end; i++)
        {
            depth += section[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0 && section[i] is '+' or '-' && IsCall(section[(i + 1)..end])) return i;
        }

        return section.Length;
    }

    /// <summary>Whether a section begins with the name of a method, perhaps after a weight.</summary>
    private static bool IsCall(string section)
    {
        string name = Head().Match(section).Groups[1].Value;
        return Enum.GetValues<MethodKind>().Any(kind => kind != MethodKind.Surface && Catalog.TryFind(kind, name, out _));
    }

    /// <summary>The first word, behind a weight where there is one.</summary>
    [GeneratedRegex(@"^[\s\-]*(?:(?:[0-9.]+(?:[eE][+-]?[0-9]+)?\s*%?|\([^()]*\))\s*\*)?\s*(\w*)")]
    private static partial Regex Head();

    /// <summary>p or y as a variable; with an equals sign behind it, it is the name of an argument.</summary>
    [GeneratedRegex(@"(?<!\w)[py](?!\w|\s*=)")]
    private static partial Regex Variable();
}
