using Gradus.Algebra;
using Gradus.Surfaces;

namespace Gradus.Minimization;

/// <content>Truncated Newton.</content>
public static partial class Minimize
{
    /// <summary>
    /// Minimises a smooth function by Newton's method without a Hessian: conjugate gradients need only its products with vectors, and stop
    /// early far from the minimum, at the boundary of a trust region, or where the curvature is negative.
    /// </summary>
    /// <remarks>
    /// Choose it where products with the Hessian cost little more than gradients, or where L-BFGS crawls along an ill-conditioned valley.
    /// It leaves saddle points behind. Where f or its gradient is NaN or infinite, the region shrinks.
    /// Sources: Steihaug (1983); Dembo, Eisenstat, Steihaug (1982) for the inexactness; Nocedal, Wright, Numerical Optimization, section 7.1.
    /// </remarks>
    /// <param name="f">The function and its gradient.</param>
    /// <param name="start">x₀.</param>
    /// <param name="hessian">Products with the Hessian; null for differences of gradients, each of which counts as an evaluation.</param>
    /// <param name="options">How to search and when to stop; null for the defaults.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The best point found and why the search ended there.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, the start is empty or not finite, or f is not finite there.</exception>
    public static MinimizationResult NewtonCg(
        Objective f, ReadOnlySpan<double> start, HessianProduct? hessian = null, NewtonCgOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        CheckStart(start);
        options ??= new();
        options.Check(start.Length);
        return new NewtonCgRun(f, hessian, start, options).Run(cancellation);
    }

    /// <summary>Minimises Σ rᵢ(x)² by truncated Newton, gradient and Hessian found by differentiating the formula.</summary>
    /// <param name="residuals">The residuals.</param>
    /// <param name="start">x₀.</param>
    /// <param name="options">How to search and when to stop; null for the defaults.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The best point found and why the search ended there.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, the start is empty or not finite, or a residual is not finite there.</exception>
    public static MinimizationResult NewtonCg(
        IResiduals residuals, ReadOnlySpan<double> start, NewtonCgOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        return NewtonCg(residuals.SumOfSquares(start.Length), start, residuals.SumOfSquaresHessian(start.Length), options, cancellation);
    }

    /// <summary>Minimises a surface by truncated Newton, gradient and Hessian found by differentiating the formula.</summary>
    /// <param name="surface">The surface.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="options">How to search and when to stop; null for the defaults.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The best point found and why the search ended there.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the surface is not finite at the start.</exception>
    public static MinimizationResult NewtonCg(
        ISurface surface, Point start, NewtonCgOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(surface);
        return NewtonCg(Plain(surface), [start.X, start.Y], Product, options, cancellation);

        void Product(ReadOnlySpan<double> x, ReadOnlySpan<double> v, Span<double> product)
        {
            // The inner slope is the derivative along v, the outer one that by x or y.
            Dual<Scalar<double>> a = new(new(x[0]), new(v[0])), b = new(new(x[1]), new(v[1]));
            product[0] = surface.At(Dual<Dual<Scalar<double>>>.Variable(a), Dual<Dual<Scalar<double>>>.Fixed(b)).Slope.Slope.Value;
            product[1] = surface.At(Dual<Dual<Scalar<double>>>.Fixed(a), Dual<Dual<Scalar<double>>>.Variable(b)).Slope.Slope.Value;
        }
    }
}
