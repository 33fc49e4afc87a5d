namespace Gradus.Minimization;

/// <summary>One accepted step x ← x + α d of a line-search method; φ(α) = f(x + α d).</summary>
/// <param name="Iteration">Which step this is, from 1.</param>
/// <param name="Evaluations">How often the function was evaluated so far.</param>
/// <param name="Length">α.</param>
/// <param name="MaxLength">The longest α that the bounds allowed.</param>
/// <param name="ValueBefore">φ(0).</param>
/// <param name="SlopeBefore">φ′(0), negative.</param>
/// <param name="Value">φ(α).</param>
/// <param name="Slope">φ′(α).</param>
/// <param name="GradientNorm">The largest element of the (projected) gradient after the step.</param>
public readonly record struct MinimizationStep(
    int Iteration, int Evaluations, double Length, double MaxLength,
    double ValueBefore, double SlopeBefore, double Value, double Slope, double GradientNorm);
