namespace Gradus.Minimization;

/// <content>Least squares.</content>
public static partial class Minimize
{
    /// <summary>
    /// Minimises Σ rᵢ(x)² by Levenberg–Marquardt: x ← x + p with (JᵀJ + λ D²) p = −Jᵀr, where λ keeps the step within a region in
    /// which the linear model proved right. λ = 0, once the region is wide enough, is Gauss–Newton.
    /// </summary>
    /// <remarks>
    /// Choose it to fit up to a thousand parameters to data: it converges nearly quadratically where the residuals are small, and does
    /// not care how variables are scaled. The value of the result is Σ rᵢ² (not halved), its gradient 2 Jᵀr; an evaluation is one of the residuals, and the
    /// Jacobian is asked for once at every point that is accepted. Where a residual or its derivative is NaN or infinite, the step is shortened.
    /// Source: Moré (1978), The Levenberg–Marquardt algorithm: implementation and theory.
    /// </remarks>
    /// <param name="f">The residuals and their Jacobian.</param>
    /// <param name="residuals">m, how many residuals there are; there may be fewer than variables.</param>
    /// <param name="start">x₀.</param>
    /// <param name="options">How to search and when to stop; null for the defaults.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The best point found and why the search ended there.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, the start is empty or not finite, or the residuals or their Jacobian are not finite there.</exception>
    public static MinimizationResult LeastSquares(
        ResidualFunction f, int residuals, ReadOnlySpan<double> start, LeastSquaresOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        CheckStart(start);
        if (residuals < 1) throw new ArgumentException($"There are {residuals} residuals; a least-squares problem has at least one.");
        options ??= new();
        options.Check(start.Length);
        return new LeastSquaresRun(f, residuals, start, options).Run(cancellation);
    }

    /// <summary>Minimises Σ rᵢ(x)² of residuals that are written once; their Jacobian is found by differentiating the formula.</summary>
    /// <inheritdoc cref="LeastSquares(ResidualFunction, int, ReadOnlySpan{double}, LeastSquaresOptions?, CancellationToken)"/>
    /// <param name="residuals">The residuals.</param>
    /// <param name="start">x₀.</param>
    /// <param name="options">How to search and when to stop; null for the defaults.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    public static MinimizationResult LeastSquares(
        IResiduals residuals, ReadOnlySpan<double> start, LeastSquaresOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        return LeastSquares(residuals.Function(start.Length), residuals.Count, start, options, cancellation);
    }
}
