using System.Globalization;

namespace Gradus.Schedules;

/// <summary>What a <see cref="Length"/> is counted in.</summary>
public enum LengthUnit
{
    /// <summary>Optimizer steps.</summary>
    Steps,

    /// <summary>Shares of the whole run, 1 being all of it.</summary>
    Share,

    /// <summary>Passes over the training data.</summary>
    Epochs,
}

/// <summary>How long a piece of a schedule lasts: 500 steps, 5% of the run, or 3 epochs.</summary>
/// <remarks>The amount is a decimal, so that ten pieces of 10% are the run exactly and 7% prints as 7%.</remarks>
public readonly record struct Length
{
    /// <summary>The largest number of steps that a run or a piece of it may have.</summary>
    public const long MaxSteps = 1_000_000_000_000_000;

    private Length(decimal amount, LengthUnit unit) => (Amount, Unit) = (amount, unit);

    /// <summary>How many of the unit; a share is a fraction from 0 to 1.</summary>
    public decimal Amount { get; }

    /// <summary>What is counted.</summary>
    public LengthUnit Unit { get; }

    /// <summary>A number of optimizer steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or above <see cref="MaxSteps"/>.</exception>
    public static Length Steps(long steps) => Of(steps, LengthUnit.Steps);

    /// <summary>A share of the run, from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside [0, 1].</exception>
    public static Length Share(double share) => Of(Exact(share), LengthUnit.Share);

    /// <summary>A number of passes over the training data, whole or not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or above a thousand million.</exception>
    public static Length Epochs(double epochs) => Of(Exact(epochs), LengthUnit.Epochs);

    /// <summary>A number of optimizer steps.</summary>
    public static implicit operator Length(long steps) => Steps(steps);

    /// <summary>As the recipe language writes it: <c>500</c>, <c>5%</c>, <c>3 epochs</c>.</summary>
    public override string ToString() => Unit switch
    {
        LengthUnit.Share => $"{Digits(Amount * 100)}%",
        LengthUnit.Epochs => Amount == 1 ? "1 epoch" : $"{Digits(Amount)} epochs",
        _ => Digits(Amount),
    };

    internal static Length Of(decimal amount, LengthUnit unit) => Complaint(amount, unit) is { } complaint
        ? throw new ArgumentOutOfRangeException(nameof(amount), amount, complaint)
        : new(amount, unit);

    /// <summary>Why there is no such length, or null.</summary>
    internal static string? Complaint(decimal amount, LengthUnit unit) => unit switch
    {
        LengthUnit.Share => amount is >= 0 and <= 1 ? null : "A share of the run lies between 0% and 100%.",
        LengthUnit.Epochs => amount is >= 0 and <= 1_000_000_000 ? null : "A number of epochs lies between 0 and 1e9.",
        _ => amount is >= 0 and <= MaxSteps && decimal.IsInteger(amount) ? null : "A number of steps is whole and lies between 0 and 1e15.",
    };

    private static decimal Exact(double value) => double.IsFinite(value) && Math.Abs(value) < 1e15 ? (decimal)value : -1;

    private static string Digits(decimal amount) =>
        amount.ToString("0.############################", CultureInfo.InvariantCulture);
}
