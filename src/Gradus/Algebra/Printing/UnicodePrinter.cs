namespace Gradus.Algebra.Printing;

/// <summary>Formulas for a terminal: <c>where(|p − y| &lt; δ, ½·(p − y)², …)</c>.</summary>
internal sealed class UnicodePrinter : FormulaPrinter
{
    private const string Digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    protected override string Times => "·";

    protected override string Minus => "−";

    protected override bool FractionBindsItself => false;

    protected override string Variable(string name) => name;

    protected override string Number(double value) =>
        value == 0.5 ? "½" : Shortest(value).Replace('-', '−');

    protected override string Brackets(string inner) => $"({inner})";

    protected override string Fraction(string over, string under) => $"{over} / {under}";

    protected override string Raise(string radix, string exponent) =>
        exponent.All(char.IsAsciiDigit) ? radix + string.Concat(exponent.Select(d => Digits[d - '0']))
        : IsName(exponent) || (exponent[0] == '(' && exponent.IndexOf(')', StringComparison.Ordinal) == exponent.Length - 1) ? $"{radix}^{exponent}"
        : $"{radix}^({exponent})";

    protected override string Root(string inner) => inner.Length == 1 || IsName(inner) ? $"√{inner}" : $"√({inner})";

    protected override string Call(string function, params ReadOnlySpan<string> arguments) =>
        $"{(function == "sum" ? "Σ" : function)}({string.Join(", ", arguments!)})";

    protected override string Bars(string inner) => $"|{inner}|";

    protected override string DoubleBars(string inner) => $"‖{inner}‖";

    protected override string Transposed(string inner) => $"{inner}ᵀ";

    protected override string TimesEach => " ⊙ ";

    protected override string Cases(string condition, string then, string otherwise) =>
        $"where({condition}, {then}, {otherwise})";

    private static bool IsName(string text) => text.All(c => char.IsLetter(c) || "ₜ₋₊₀₁₂₃₄₅₆₇₈₉".Contains(c, StringComparison.Ordinal));
}
