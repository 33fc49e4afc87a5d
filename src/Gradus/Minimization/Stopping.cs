using System.Globalization;

namespace Gradus.Minimization;

/// <summary>What minimisers have in common at their beginning and end: when it is over, and the sentence that says why.</summary>
internal static class Stopping
{
    /// <summary>The first evaluation must succeed: there is nowhere to step back to.</summary>
    public static void CheckFirst(double value, ReadOnlySpan<double> derivatives, string function, string derivative)
    {
        if (!double.IsFinite(value)) throw NotFinite(function, value, $"the function and its {derivative}");
        for (int i = 0; i < derivatives.Length; i++)
        {
            if (!double.IsFinite(derivatives[i])) throw NotFinite($"Element {i} of the {derivative}", derivatives[i], $"the function and its {derivative}");
        }
    }

    /// <summary>The refusal of a start where something is not finite.</summary>
    public static ArgumentException NotFinite(string what, double given, string expected) => new(string.Create(CultureInfo.InvariantCulture,
        $"{what} is {given} at the start; start from a point where {expected} are finite."));

    /// <summary>Whether the step that was just taken was the last by one of the three tolerances.</summary>
    public static StopReason? Judge(
        MinimizationOptions options, double valueBefore, double value, double gradientNorm, ReadOnlySpan<double> x, ReadOnlySpan<double> before)
    {
        if (gradientNorm <= options.GradientTolerance) return StopReason.Gradient;
        double size = Math.Max(1, Math.Max(Math.Abs(valueBefore), Math.Abs(value)));
        if (options.FunctionTolerance > 0 && valueBefore - value <= options.FunctionTolerance * size) return StopReason.FunctionChange;
        if (options.StepTolerance == 0) return null;
        double moved = 0;
        for (int i = 0; i < x.Length; i++) moved = Math.Max(moved, Math.Abs(x[i] - before[i]));
        return moved <= options.StepTolerance * Math.Max(1, Vectors.MaxNorm(x)) ? StopReason.Step : null;
    }

    /// <summary>The reason with the numbers that decided it.</summary>
    public static string Explain(MinimizationOptions options, StopReason reason, string gradient, double gradientNorm, string nowhere) => reason switch
    {
        StopReason.Gradient => string.Create(CultureInfo.InvariantCulture, $"The largest element of the {gradient} is {gradientNorm:G3}, within the tolerance {options.GradientTolerance:G3}"),
        StopReason.FunctionChange when options.FunctionTolerance == 0 => "No step can lower the value by more than its rounding",
        StopReason.FunctionChange => string.Create(CultureInfo.InvariantCulture, $"The last step changed the value by no more than the relative tolerance {options.FunctionTolerance:G3}"),
        StopReason.Step => string.Create(CultureInfo.InvariantCulture, $"The last step was no longer than the relative tolerance {options.StepTolerance:G3}"),
        StopReason.MaxIterations => "All iterations that were allowed are used up",
        StopReason.MaxEvaluations => "All evaluations that were allowed are used up",
        StopReason.Unbounded => "The function fell to −∞ along the line from here",
        _ => $"No lower point was found {nowhere}: rounding hides the rest, or the derivatives are not the function's",
    };

    /// <summary>The sentence to its end.</summary>
    public static string Counted(string explanation, double value, int iterations, int evaluations) => string.Create(CultureInfo.InvariantCulture,
        $"{explanation}; the value is {value:G6} after {iterations} iterations and {evaluations} evaluations.");
}
