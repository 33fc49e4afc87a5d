namespace Gradus.Minimization;

/// <summary>One accepted step x ← x + α d; φ(α) = f(x + α d). A method that chooses the step as a whole has α = 1.</summary>
/// <param name="Iteration">Which step this is, from 1.</param>
/// <param name="Evaluations">How often the function was evaluated so far.</param>
/// <param name="Length">α.</param>
/// <param name="MaxLength">The longest α that the bounds, or the trust region, allowed.</param>
/// <param name="ValueBefore">φ(0).</param>
/// <param name="SlopeBefore">φ′(0), negative.</param>
/// <param name="Value">φ(α).</param>
/// <param name="Slope">φ′(α).</param>
/// <param name="GradientNorm">The largest element of the (projected) gradient after the step.</param>
public readonly record struct MinimizationStep(
    int Iteration, int Evaluations, double Length, double MaxLength,
    double ValueBefore, double SlopeBefore, double Value, double Slope, double GradientNorm);
