using System.Globalization;

namespace Gradus.Minimization;

/// <summary>How L-BFGS searches and when it stops.</summary>
public sealed record LbfgsOptions : MinimizationOptions
{
    /// <summary>How many past steps the model of the curvature remembers; from 1. 10 by default.</summary>
    public int Memory { get; init; } = 10;

    /// <summary>μ of the sufficient decrease φ(α) ≤ φ(0) + μ α φ′(0); in (0, ½). 1e-4 by default.</summary>
    public double Decrease { get; init; } = 1e-4;

    /// <summary>η of the curvature condition |φ′(α)| ≤ η |φ′(0)|; in (μ, 1). 0.9 by default; 0.1 searches each line nearly to its minimum.</summary>
    public double Curvature { get; init; } = 0.9;

    /// <summary>The least value of each variable, −∞ where there is none; null for none at all.</summary>
    public IReadOnlyList<double>? Lower { get; init; }

    /// <summary>The largest value of each variable, ∞ where there is none; null for none at all.</summary>
    public IReadOnlyList<double>? Upper { get; init; }

    /// <summary>Whether there are bounds.</summary>
    internal bool IsBounded => Lower is not null || Upper is not null;

    internal override void Check(int dimensions)
    {
        base.Check(dimensions);
        Require(Memory >= 1, nameof(Memory), Memory, "at least 1");
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
}
