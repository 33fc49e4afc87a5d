using Gradus.Minimization;
using Gradus.Surfaces;

namespace Gradus.Tests.Minimization;

/// <summary>Minimisers that end when the test run does.</summary>
internal static class Search
{
    public static MinimizationResult Lbfgs(Objective f, ReadOnlySpan<double> start, LbfgsOptions? options = null) =>
        Minimize.Lbfgs(f, start, options, TestContext.Current.CancellationToken);

    public static MinimizationResult Lbfgs(ISurface surface, Point start, LbfgsOptions? options = null) =>
        Minimize.Lbfgs(surface, start, options, TestContext.Current.CancellationToken);

    public static MinimizationResult Lbfgs(IResiduals residuals, ReadOnlySpan<double> start, LbfgsOptions? options = null) =>
        Minimize.Lbfgs(residuals, start, options, TestContext.Current.CancellationToken);

    public static MinimizationResult LeastSquares(ResidualFunction f, int residuals, ReadOnlySpan<double> start, LeastSquaresOptions? options = null) =>
        Minimize.LeastSquares(f, residuals, start, options, TestContext.Current.CancellationToken);

    public static MinimizationResult LeastSquares(IResiduals residuals, ReadOnlySpan<double> start, LeastSquaresOptions? options = null) =>
        Minimize.LeastSquares(residuals, start, options, TestContext.Current.CancellationToken);

    public static MinimizationResult NewtonCg(Objective f, ReadOnlySpan<double> start, HessianProduct? hessian = null, NewtonCgOptions? options = null) =>
        Minimize.NewtonCg(f, start, hessian, options, TestContext.Current.CancellationToken);

    public static MinimizationResult NewtonCg(IResiduals residuals, ReadOnlySpan<double> start, NewtonCgOptions? options = null) =>
        Minimize.NewtonCg(residuals, start, options, TestContext.Current.CancellationToken);

    public static MinimizationResult NewtonCg(ISurface surface, Point start, NewtonCgOptions? options = null) =>
        Minimize.NewtonCg(surface, start, options, TestContext.Current.CancellationToken);
}
