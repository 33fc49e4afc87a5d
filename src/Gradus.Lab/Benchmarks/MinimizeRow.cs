namespace Gradus.Lab.Benchmarks;

/// <summary>One problem of Moré, Garbow, Hillstrom (1981).</summary>
public sealed record MinimizeRow
{
    /// <summary>Its number in the paper.</summary>
    public required int Number { get; init; }

    /// <summary>Its name in the paper.</summary>
    public required string Name { get; init; }

    /// <summary>n.</summary>
    public required int Variables { get; init; }

    /// <summary>m.</summary>
    public required int Residuals { get; init; }

    /// <summary>The published minima, the lowest first.</summary>
    public required IReadOnlyList<double> Minima { get; init; }

    /// <summary>The function at the start.</summary>
    public required double Start { get; init; }

    /// <summary>The largest element of its gradient there.</summary>
    public required double StartGradient { get; init; }

    /// <summary>L-BFGS.</summary>
    public required MinimizeEnd Lbfgs { get; init; }

    /// <summary>Levenberg–Marquardt.</summary>
    public required MinimizeEnd LeastSquares { get; init; }

    /// <summary>Truncated Newton with exact products.</summary>
    public required MinimizeEnd NewtonCg { get; init; }

    /// <summary>Whether a value is a published minimum, to the digits that are printed; zero to 1e-12 for each variable.</summary>
    public bool IsReached(MinimizeEnd end) =>
        Minima.Any(m => m == 0 ? end.Value <= 1e-12 * Variables : Math.Abs(end.Value - m) <= 5e-6 * m);
}
