namespace Gradus.Minimization;

/// <summary>Where a minimiser ended, and why there.</summary>
/// <param name="X">The best point found.</param>
/// <param name="Value">The function there.</param>
/// <param name="Gradient">The gradient there (not projected).</param>
/// <param name="Iterations">How many steps were taken.</param>
/// <param name="Evaluations">How often the function was evaluated.</param>
/// <param name="Reason">Why the minimiser stopped.</param>
/// <param name="Explanation">The same in a sentence, with the numbers that decided it.</param>
public sealed record MinimizationResult(
    double[] X, double Value, double[] Gradient, int Iterations, int Evaluations, StopReason Reason, string Explanation)
{
    /// <summary>How often the Hessian was multiplied by a vector; 0 for methods that never do.</summary>
    public int HessianProducts { get; init; }
}
