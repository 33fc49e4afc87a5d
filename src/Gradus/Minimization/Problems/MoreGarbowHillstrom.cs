namespace Gradus.Minimization.Problems;

/// <summary>
/// The problems on which minimisers have been compared ever since: Moré, Garbow, Hillstrom, Testing Unconstrained
/// Optimization Software, ACM Transactions on Mathematical Software 7 (1981), 17–41.
/// </summary>
public static class MoreGarbowHillstrom
{
    /// <summary>All 35, each with one number of variables, in the order of the paper.</summary>
    public static IReadOnlyList<ITestProblem> All { get; } =
    [
        new Rosenbrock(), new FreudensteinRoth(), new PowellBadlyScaled(), new BrownBadlyScaled(), new Beale(),
        new JennrichSampson(), new HelicalValley(), new Bard(), new Gaussian(), new Meyer(),
        new GulfResearch(), new Box3d(), new PowellSingular(), new Wood(), new KowalikOsborne(),
        new BrownDennis(), new Osborne1(), new BiggsExp6(), new Osborne2(), new Watson(),
        new ExtendedRosenbrock(), new ExtendedPowellSingular(), new PenaltyI(), new PenaltyII(), new VariablyDimensioned(),
        new Trigonometric(), new BrownAlmostLinear(), new DiscreteBoundaryValue(), new DiscreteIntegralEquation(), new BroydenTridiagonal(),
        new BroydenBanded(), new LinearFullRank(), new LinearRank1(), new LinearRank1ZeroColumns(), new Chebyquad(),
    ];

    /// <summary>Eight of them with other numbers of variables.</summary>
    public static IReadOnlyList<ITestProblem> Sizes { get; } =
    [
        new Watson(9), new Watson(12), new ExtendedRosenbrock(100), new ExtendedPowellSingular(100),
        new PenaltyI(4), new PenaltyII(4), new BroydenTridiagonal(100), new Chebyquad(9),
    ];
}
