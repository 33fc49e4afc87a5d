namespace Gradus.Minimization;

/// <summary>The residuals of a least-squares problem, with their Jacobian.</summary>
/// <param name="x">The point.</param>
/// <param name="residuals">Receives every rᵢ(x); NaN or an infinity where they are not defined, which a search then steps back from.</param>
/// <param name="jacobian">Receives ∂rᵢ/∂xⱼ at i · n + j; empty where only the residuals are asked for.</param>
public delegate void ResidualFunction(ReadOnlySpan<double> x, Span<double> residuals, Span<double> jacobian);
