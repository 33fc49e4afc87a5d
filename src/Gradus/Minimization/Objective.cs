namespace Gradus.Minimization;

/// <summary>A smooth function to minimise, with its gradient.</summary>
/// <param name="x">The point.</param>
/// <param name="gradient">Receives ∂f/∂x, every element of it.</param>
/// <returns>f(x); NaN or an infinity where f is not defined, which a search then steps back from.</returns>
public delegate double Objective(ReadOnlySpan<double> x, Span<double> gradient);
