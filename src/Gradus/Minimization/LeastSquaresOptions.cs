namespace Gradus.Minimization;

/// <summary>How Levenberg–Marquardt searches and when it stops.</summary>
public sealed record LeastSquaresOptions : MinimizationOptions
{
    /// <summary>
    /// How far the first step may go, as a multiple of the scaled length of the start; above 0. 100 by default; infinity begins with a
    /// whole Gauss–Newton step, 0.1 suits residuals that are defined only nearby.
    /// </summary>
    public double FirstRadius { get; init; } = 100;

    internal override void Check(int dimensions)
    {
        base.Check(dimensions);
        Require(FirstRadius > 0, nameof(FirstRadius), FirstRadius, "above 0");
    }
}
