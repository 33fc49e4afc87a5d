namespace Gradus.Minimization;

/// <summary>How truncated Newton searches and when it stops.</summary>
public sealed record NewtonCgOptions : MinimizationOptions
{
    /// <summary>The radius of the first trust region, in the units of x; above 0. 1 by default.</summary>
    public double FirstRadius { get; init; } = 1;

    /// <summary>
    /// The most products with the Hessian for one step; from 1. 0, the default, allows twice as many as there are variables, and 20 at least.
    /// </summary>
    public int MaxProducts { get; init; }

    internal override void Check(int dimensions)
    {
        base.Check(dimensions);
        Require(FirstRadius > 0 && double.IsFinite(FirstRadius), nameof(FirstRadius), FirstRadius, "a finite number above 0");
        Require(MaxProducts >= 0, nameof(MaxProducts), MaxProducts, "at least 0");
    }

    /// <summary>How many products one step may take.</summary>
    internal int ProductsFor(int dimensions) => MaxProducts > 0 ? MaxProducts : (int)Math.Max(20, Math.Min(2L * dimensions, int.MaxValue));
}
