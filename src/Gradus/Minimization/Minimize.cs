using Gradus.Surfaces;

namespace Gradus.Minimization;

/// <summary>Minimisers of plain functions in double precision, for problems without noise.</summary>
public static partial class Minimize
{
    /// <summary>
    /// Minimises a smooth function by L-BFGS: x ← x − α H g, where H is the inverse Hessian modelled from the last
    /// <see cref="LbfgsOptions.Memory"/> steps and α holds the strong Wolfe conditions. With bounds it is L-BFGS-B.
    /// </summary>
    /// <remarks>
    /// Choose it for a deterministic function of up to millions of variables whose gradient costs about as much as its value.
    /// Sources: Liu, Nocedal (1989) for the method; Moré, Thuente (1994) for the line search; Byrd, Lu, Nocedal, Zhu (1995)
    /// for bounds. The result depends on the function and the options alone. Where f is NaN or infinite, or its gradient is, the step is shortened.
    /// </remarks>
    /// <param name="f">The function and its gradient.</param>
    /// <param name="start">x₀; moved into the bounds where it lies outside.</param>
    /// <param name="options">How to search and when to stop; null for the defaults.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The best point found and why the search ended there.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, the start is empty or not finite, or f is not finite there.</exception>
    public static MinimizationResult Lbfgs(
        Objective f, ReadOnlySpan<double> start, LbfgsOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        CheckStart(start);
        options ??= new();
        options.Check(start.Length);
        return new LbfgsRun(f, start, options).Run(cancellation);
    }

    /// <summary>Minimises Σ rᵢ(x)² by L-BFGS, the gradient found by differentiating the formula.</summary>
    /// <param name="residuals">The residuals.</param>
    /// <param name="start">x₀; moved into the bounds where it lies outside.</param>
    /// <param name="options">How to search and when to stop; null for the defaults.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The best point found and why the search ended there.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, the start is empty or not finite, or a residual is not finite there.</exception>
    public static MinimizationResult Lbfgs(
        IResiduals residuals, ReadOnlySpan<double> start, LbfgsOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        return Lbfgs(residuals.SumOfSquares(start.Length), start, options, cancellation);
    }

    /// <summary>Minimises a surface by L-BFGS, its gradient found by differentiating the formula.</summary>
    /// <param name="surface">The surface.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="options">How to search and when to stop; null for the defaults.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The best point found and why the search ended there.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the surface is not finite at the start.</exception>
    public static MinimizationResult Lbfgs(
        ISurface surface, Point start, LbfgsOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(surface);
        return Lbfgs(Plain(surface), [start.X, start.Y], options, cancellation);
    }

    private static Objective Plain(ISurface surface) => (x, gradient) =>
    {
        Point at = new(x[0], x[1]);
        (gradient[0], gradient[1]) = surface.Gradient(at);
        return surface.Value(at);
    };

    private static void CheckStart(ReadOnlySpan<double> start)
    {
        if (start.IsEmpty) throw new ArgumentException("The start has no variables; give a point of at least one.");
        for (int i = 0; i < start.Length; i++)
        {
            if (!double.IsFinite(start[i])) throw new ArgumentException($"Element {i} of the start is {start[i]}; give a point of finite numbers.");
        }
    }
}
