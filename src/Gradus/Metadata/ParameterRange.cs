using System.Globalization;

namespace Gradus.Metadata;

/// <summary>The values that a hyperparameter may have. All of them are finite.</summary>
/// <param name="Min">The smallest, or −∞.</param>
/// <param name="Max">The largest, or ∞.</param>
/// <param name="AboveMin">Whether <paramref name="Min"/> itself is out of range.</param>
/// <param name="BelowMax">Whether <paramref name="Max"/> itself is out of range.</param>
public readonly record struct ParameterRange(double Min, double Max, bool AboveMin, bool BelowMax)
{
    /// <summary>Every finite number.</summary>
    public static ParameterRange Any { get; } = new(double.NegativeInfinity, double.PositiveInfinity, false, false);

    /// <summary>Whether a value is in range. NaN and the infinities are in none.</summary>
    public bool Contains(double value) => double.IsFinite(value)
        && (AboveMin ? value > Min : value >= Min)
        && (BelowMax ? value < Max : value <= Max);

    /// <summary>In words or in the notation of intervals: "any number", "≥ 0", "&gt; 0", "in [0, 1)".</summary>
    public override string ToString() => (double.IsFinite(Min), double.IsFinite(Max)) switch
    {
        (false, false) => "any finite number",
        (true, false) => Text($"{(AboveMin ? ">" : "≥")} {Min}"),
        (false, true) => Text($"{(BelowMax ? "<" : "≤")} {Max}"),
        _ => Text($"in {(AboveMin ? "(" : "[")}{Min}, {Max}{(BelowMax ? ")" : "]")}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
