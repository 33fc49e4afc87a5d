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
}
