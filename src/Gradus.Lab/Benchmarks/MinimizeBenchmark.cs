using Gradus.Minimization;
using Gradus.Minimization.Problems;

namespace Gradus.Lab.Benchmarks;

/// <summary>
/// What minimisers take to reach the published minima of Moré, Garbow, Hillstrom (1981). It counts evaluations and measures no time: the numbers
/// are the same on every machine, but for the last bits of its exp and sin.
/// </summary>
public static class MinimizeBenchmark
{
    /// <summary>Solves every problem by every method.</summary>
    /// <param name="options">How to search.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static MinimizeBenchmarkResult Run(MinimizeBenchmarkOptions options, IProgress<string>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<MinimizeRow> rows = [];
        foreach (ITestProblem problem in MoreGarbowHillstrom.All.Concat(MoreGarbowHillstrom.Sizes))
        {
            progress?.Report($"{problem.Number} {problem.Name}");
            rows.Add(Solve(problem, options, ct));
        }

        return new(options.GradientTolerance, options.Memory, rows);
    }

    private static MinimizeRow Solve(ITestProblem problem, MinimizeBenchmarkOptions options, CancellationToken ct)
    {
        double[] start = problem.Start, gradient = new double[start.Length];
        int n = start.Length, most = options.MaxEvaluations;
        double tolerance = options.GradientTolerance;
        Watched lbfgs = new(problem, n), squares = new(problem, n), newton = new(problem, n);
        MinimizationResult byLbfgs = Minimize.Lbfgs(
            lbfgs.Value, start, new() { GradientTolerance = tolerance, Memory = options.Memory, MaxIterations = most, MaxEvaluations = most }, ct);
        MinimizationResult bySquares = Minimize.LeastSquares(
            squares.Residuals, problem.Count, start, new() { GradientTolerance = tolerance, MaxIterations = most, MaxEvaluations = most }, ct);
        MinimizationResult byNewton = Minimize.NewtonCg(
            newton.Value, start, problem.SumOfSquaresHessian(n), new() { GradientTolerance = tolerance, MaxIterations = most, MaxEvaluations = most }, ct);
        return new()
        {
            Number = problem.Number,
            Name = problem.Name,
            Variables = n,
            Residuals = problem.Count,
            Minima = problem.Minima,
            Start = problem.SumOfSquares(n)(start, gradient),
            StartGradient = gradient.Max(Math.Abs),
            Lbfgs = lbfgs.End(byLbfgs),
            LeastSquares = squares.End(bySquares),
            NewtonCg = newton.End(byNewton),
        };
    }

    /// <summary>A problem that remembers every value it was asked for.</summary>
    private sealed class Watched(ITestProblem problem, int n)
    {
        private readonly Objective _value = problem.SumOfSquares(n);
        private readonly ResidualFunction _residuals = problem.Function(n);
        private readonly List<double> _values = [];

        public double Value(ReadOnlySpan<double> x, Span<double> gradient)
        {
            double value = _value(x, gradient);
            _values.Add(value);
            return value;
        }

        public void Residuals(ReadOnlySpan<double> x, Span<double> residuals, Span<double> jacobian)
        {
            _residuals(x, residuals, jacobian);

            // The Jacobian is asked for where the residuals were, except at the start.
            if (!jacobian.IsEmpty && _values.Count > 0) return;
            double sum = 0;
            foreach (double r in residuals) sum += r * r;
            _values.Add(sum);
        }

        public MinimizeEnd End(MinimizationResult result)
        {
            double last = _values.Where(double.IsFinite).Min();
            int toTheEnd = 1 + _values.FindIndex(f => f - last <= 1e-8 * (_values[0] - last));
            return new(
                result.Value, result.Gradient.Max(Math.Abs), result.Iterations, result.Evaluations, toTheEnd, result.HessianProducts, result.Reason);
        }
    }
}
