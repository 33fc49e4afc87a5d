using Gradus.Losses;
using Gradus.Penalties;

namespace Gradus.Tests.Penalties;

public sealed class PenaltyValueTests
{
    private static readonly NumberArray s_weight = new([3, -4, 0, 2], [2, 2]);

    [Fact]
    public void Values_are_those_computed_by_hand()
    {
        Assert.Equal(0.1 * 9, Value(new L1(0.1)), 1e-15);
        Assert.Equal(0.1 * 29 / 2, Value(new L2(0.1)), 1e-15);
        Assert.Equal(0.1 * (0.25 * 9 + 0.75 * 29 / 2), Value(new ElasticNet(0.1, Ratio: 0.25)), 1e-15);
        Assert.Equal(0.1 * Math.Sqrt(2) * (5 + 2), Value(new GroupLasso(0.1)), 1e-15);
        // WWᵀ − I = [[24, −8], [−8, 3]].
        Assert.Equal(0.1 * (24 * 24 + 2 * 64 + 9), Value(new Orthogonality(0.1)), 1e-12);
        // The eigenvalues of WWᵀ = [[25, −8], [−8, 4]] are (29 ± √(21² + 16²))/2.
        Assert.Equal(0.05 * (29 + Math.Sqrt(697)) / 2, Value(new SpectralNorm(0.1)), 1e-12);
    }

    [Fact]
    public void Elastic_net_is_the_lasso_at_ratio_1_and_ridge_at_0()
    {
        Assert.Equal(Value(new L1(0.3)), Value(new ElasticNet(0.3, Ratio: 1)), 1e-14);
        Assert.Equal(Value(new L2(0.3)), Value(new ElasticNet(0.3, Ratio: 0)), 1e-14);
    }

    [Fact]
    public void L2_has_the_gradient_of_weight_decay() => Assert.Equal(
        s_weight.Values.ToArray().Select(θ => 0.01 * θ), PenaltyEvaluation.Of(new L2(0.01), Inputs(s_weight)).Gradients["parameter"].Values.ToArray());

    [Fact]
    public void An_orthonormal_matrix_is_not_penalised_tall_or_wide()
    {
        double c = Math.Cos(0.3), s = Math.Sin(0.3);
        double[] tall = [c, -s, s, c, 0, 0], wide = [c, s, 0, -s, c, 0];
        Assert.Equal(0, PenaltyEvaluation.Of(new Orthogonality(1), Inputs(new(tall, [3, 2]))).Value, 1e-15);
        Assert.Equal(0, PenaltyEvaluation.Of(new Orthogonality(1), Inputs(new(wide, [2, 3]))).Value, 1e-15);
    }

    [Fact]
    public void The_seed_of_the_power_iteration_does_not_decide_where_it_ends()
    {
        Assert.Equal(Value(new SpectralNorm(1)), Value(new SpectralNorm(1, Seed: 12)), 1e-12);
        Assert.NotEqual(Value(new SpectralNorm(1)), Value(new SpectralNorm(1, Iterations: 1)), 1e-12);
        Assert.Equal(Value(new SpectralNorm(1, Iterations: 1)), Value(new SpectralNorm(1, Iterations: 1)));
    }

    [Fact]
    public void A_filter_is_a_row()
    {
        LossEvaluation filters = PenaltyEvaluation.Of(new GroupLasso(1), Inputs(new([3, 0, 0, 4, 0, 0, 0, 0], [2, 1, 2, 2])));
        Assert.Equal(2 * 5, filters.Value, 1e-14);
        Assert.Equal([1.2, 0, 0, 1.6, 0, 0, 0, 0], filters.Gradients["parameter"].Values.ToArray().Select(slope => Math.Round(slope, 12)));
    }

    [Fact]
    public void What_cannot_be_penalised_is_told()
    {
        Assert.Contains("Give them as \"parameter\"", Message(new L1(1), new() { ["prediction"] = new(1) }), StringComparison.Ordinal);
        Assert.Contains("groupLasso looks at a weight matrix", Message(new GroupLasso(1), Inputs(new(1, 2, 3))), StringComparison.Ordinal);
        Assert.Contains("l1: strength = -1, but it must be ≥ 0", Message(new L1(-1), Inputs(new(1, 2, 3))), StringComparison.Ordinal);
        Assert.Contains("neither an IElementPenalty", Message(new Own(), Inputs(new(1, 2, 3))), StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => ((ITensorPenalty)new Orthogonality(1)).Prox<double>(new([1], 1, 1), 1));
        static string Message(IPenalty penalty, LossInputs inputs) => Assert.ThrowsAny<ArgumentException>(() => PenaltyEvaluation.Of(penalty, inputs)).Message;
    }

    private static LossInputs Inputs(NumberArray weights) => new() { ["parameter"] = weights };

    private static double Value(IPenalty penalty) => PenaltyEvaluation.Of(penalty, Inputs(s_weight)).Value;

    private sealed record Own : IPenalty
    {
        public double Strength => 1;
    }
}
