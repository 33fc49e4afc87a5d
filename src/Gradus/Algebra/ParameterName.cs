using System.Globalization;
using System.Text.RegularExpressions;

namespace Gradus.Algebra;

/// <summary>Turns the C# expression of a hyperparameter into the symbol that papers print for it.</summary>
internal static partial class ParameterName
{
    private static readonly Dictionary<string, string> s_symbols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lr"] = "η", ["rate"] = "η", ["eps"] = "ε", ["weightDecay"] = "λ", ["momentum"] = "μ", ["dampening"] = "τ",
        ["labelSmoothing"] = "ε", ["positiveWeight"] = "w₊", ["power"] = "p", ["scale"] = "c", ["clip"] = "m",
    };

    private static readonly string[] s_greek =
    [
        "alpha", "α", "beta", "β", "gamma", "γ", "delta", "δ", "epsilon", "ε", "zeta", "ζ", "eta", "η", "theta", "θ",
        "kappa", "κ", "lambda", "λ", "mu", "μ", "nu", "ν", "xi", "ξ", "rho", "ρ", "sigma", "σ", "tau", "τ", "phi", "φ",
        "omega", "ω",
    ];

    /// <summary>"1 - Beta1" becomes "(1 − β₁)".</summary>
    public static string Pretty(string expression)
    {
        string text = Word().Replace(expression, match => Symbol(match.Value))
            .Replace(" - ", " − ", StringComparison.Ordinal)
            .Replace(" * ", "·", StringComparison.Ordinal);
        bool compound = text.Contains(' ', StringComparison.Ordinal) || text.Contains('/', StringComparison.Ordinal);
        return compound && !(text[0] == '(' && text[^1] == ')') && !(text[0] == '|' && text[^1] == '|') && !Call().IsMatch(text) ? $"({text})" : text;
    }

    private static string Symbol(string word)
    {
        if (s_symbols.TryGetValue(word, out string? known)) return known;
        Match parts = NumberedWord().Match(word);
        int greek = Array.IndexOf(s_greek, parts.Groups[1].Value.ToLower(CultureInfo.InvariantCulture));
        string stem = greek >= 0 && greek % 2 == 0 ? s_greek[greek + 1] : parts.Groups[1].Value;
        return stem + string.Concat(parts.Groups[2].Value.Select(digit => (char)('₀' + (digit - '0'))));
    }

    [GeneratedRegex("[A-Za-z][A-Za-z0-9]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[a-z]+\([^()]*\)$")]
    private static partial Regex Call();

    [GeneratedRegex("^(.*?)([0-9]*)$")]
    private static partial Regex NumberedWord();
}
