using System.Globalization;

namespace Gradus.Minimization;

/// <summary>When a minimiser stops, and who is told of its steps.</summary>
public abstract record MinimizationOptions
{
    private protected MinimizationOptions()
    {
    }

    /// <summary>Stops when the largest element of the gradient, projected on the bounds where there are any, is at most this; from 0. 1e-8 by default.</summary>
    public double GradientTolerance { get; init; } = 1e-8;

    /// <summary>Stops when a step lowers the value by at most this times max(|f|, |f₊|, 1). 0, the default, never stops.</summary>
    public double FunctionTolerance { get; init; }

    /// <summary>Stops when the largest element of a step is at most this times max(1, ‖x‖∞). 0, the default, never stops.</summary>
    public double StepTolerance { get; init; }

    /// <summary>The most steps; from 0. 1000 by default.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>The most evaluations of the function; from 1. 15000 by default.</summary>
    public int MaxEvaluations { get; init; } = 15000;

    /// <summary>Told of every accepted step.</summary>
    public Action<MinimizationStep>? OnStep { get; init; }

    internal virtual void Check(int dimensions)
    {
        Require(GradientTolerance >= 0, nameof(GradientTolerance), GradientTolerance, "at least 0");
        Require(FunctionTolerance >= 0, nameof(FunctionTolerance), FunctionTolerance, "at least 0");
        Require(StepTolerance >= 0, nameof(StepTolerance), StepTolerance, "at least 0");
        Require(MaxIterations >= 0, nameof(MaxIterations), MaxIterations, "at least 0");
        Require(MaxEvaluations >= 1, nameof(MaxEvaluations), MaxEvaluations, "at least 1");
    }

    private protected static void Require(bool holds, string name, double value, string expected)
    {
        if (holds) return;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, but must be {expected}."));
    }
}
