using System.Globalization;

namespace Gradus.Minimization;

/// <summary>How L-BFGS searches and when it stops.</summary>
public sealed record LbfgsOptions
{
    /// <summary>How many past steps the model of the curvature remembers; from 1. 10 by default.</summary>
    public int Memory { get; init; } = 10;

    /// <summary>Stops when the largest element of the gradient, projected on the bounds, is at most this; from 0. 1e-8 by default.</summary>
    public double GradientTolerance { get; init; } = 1e-8;

    /// <summary>Stops when a step lowers the value by at most this times max(|f|, |f₊|, 1). 0, the default, never stops.</summary>
    public double FunctionTolerance { get; init; }

    /// <summary>Stops when the largest element of a step is at most this times max(1, ‖x‖∞). 0, the default, never stops.</summary>
    public double StepTolerance { get; init; }

    /// <summary>The most steps; from 0. 1000 by default.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>The most evaluations of the function; from 1. 15000 by default.</summary>
    public int MaxEvaluations { get; init; } = 15000;

    /// <summary>μ of the sufficient decrease φ(α) ≤ φ(0) + μ α φ′(0); in (0, ½). 1e-4 by default.</summary>
    public double Decrease { get; init; } = 1e-4;

    /// <summary>η of the curvature condition |φ′(α)| ≤ η |φ′(0)|; in (μ, 1). 0.9 by default; 0.1 searches each line nearly to its minimum.</summary>
    public double Curvature { get; init; } = 0.9;

    /// <summary>The least value of each variable, −∞ where there is none; null for none at all.</summary>
    public IReadOnlyList<double>? Lower { get; init; }

    /// <summary>The largest value of each variable, ∞ where there is none; null for none at all.</summary>
    public IReadOnlyList<double>? Upper { get; init; }

    /// <summary>Told of every accepted step.</summary>
    public Action<MinimizationStep>? OnStep { get; init; }

    /// <summary>Whether there are bounds.</summary>
    internal bool IsBounded => Lower is not null || Upper is not null;

    internal void Check(int dimensions)
    {
        Require(Memory >= 1, nameof(Memory), Memory, "at least 1");
        Require(GradientTolerance >= 0, nameof(GradientTolerance), GradientTolerance, "at least 0");
        Require(FunctionTolerance >= 0, nameof(FunctionTolerance), FunctionTolerance, "at least 0");
        Require(StepTolerance >= 0, nameof(StepTolerance), StepTolerance, "at least 0");
        Require(MaxIterations >= 0, nameof(MaxIterations), MaxIterations, "at least 0");
        Require(MaxEvaluations >= 1, nameof(MaxEvaluations), MaxEvaluations, "at least 1");
        Require(Decrease is > 0 and < 0.5, nameof(Decrease), Decrease, "between 0 and 0.5");
        Require(Curvature > Decrease && Curvature < 1, nameof(Curvature), Curvature, "above Decrease and below 1");
        Count(Lower, nameof(Lower), dimensions);
        Count(Upper, nameof(Upper), dimensions);
        for (int i = 0; i < dimensions; i++)
        {
            double low = Lower?[i] ?? double.NegativeInfinity, high = Upper?[i] ?? double.PositiveInfinity;
            if (!(low <= high) || double.IsPositiveInfinity(low) || double.IsNegativeInfinity(high))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"The bounds of variable {i} are {low} and {high}, which leave it no room; give a lower bound that is not above the upper one."));
            }
        }
    }

    private static void Count(IReadOnlyList<double>? bounds, string name, int dimensions)
    {
        if (bounds is null || bounds.Count == dimensions) return;
        throw new ArgumentException($"{name} has {bounds.Count} numbers, but x has {dimensions}; give one bound for each variable.");
    }

    private static void Require(bool holds, string name, double value, string expected)
    {
        if (holds) return;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, but must be {expected}."));
    }
}
