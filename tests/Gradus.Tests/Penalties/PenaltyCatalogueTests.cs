using Gradus.Drivers;
using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Penalties;

namespace Gradus.Tests.Penalties;

/// <summary>What holds for every penalty: a new one is tested by being in the catalogue.</summary>
public sealed class PenaltyCatalogueTests
{
    public static TheoryData<string> Names => [.. Catalog.Penalties.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_those_of_central_differences(string name)
    {
        foreach ((int rows, int columns) in ((int, int)[])[(3, 5), (5, 3), (4, 4), (1, 6), (6, 1), (40, 70)])
        {
            LossInputs inputs = new() { ["parameter"] = Weight(rows, columns, seed: (ulong)(rows + columns)) };
            GradientCheck check = GradientCheck.Of(moved => PenaltyEvaluation.Of(Penalty(name), moved), inputs);
            Assert.True(check.Deviation <= 1e-6 * Math.Max(1, Math.Abs(check.Gradient)), $"{check}, {rows}×{columns}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_penalised_at_strength_0_and_twice_the_strength_costs_twice(string name)
    {
        LossInputs inputs = new() { ["parameter"] = Weight(4, 3, seed: 1) };
        LossEvaluation once = PenaltyEvaluation.Of(Penalty(name), inputs), twice = PenaltyEvaluation.Of(Penalty(name, strength: 1.4), inputs);
        Assert.Equal(0, PenaltyEvaluation.Of(Penalty(name, strength: 0), inputs).Value);
        Assert.True(once.Value > 0);
        Assert.Equal(2 * once.Value, twice.Value, 1e-12 * twice.Value);
        Assert.Equal(2 * once.Gradients["parameter"].Values[5], twice.Gradients["parameter"].Values[5], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Zeros_stay_where_they_are(string name)
    {
        LossEvaluation at = PenaltyEvaluation.Of(Penalty(name), new() { ["parameter"] = new(new double[6], [2, 3]) });
        Assert.All(at.Gradients["parameter"].Values.ToArray(), slope => Assert.Equal(0, slope));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_comes_out_as_NaN(string name)
    {
        LossEvaluation at = PenaltyEvaluation.Of(Penalty(name), new() { ["parameter"] = new([1, double.NaN, 2, 3], [2, 2]) });
        Assert.True(double.IsNaN(at.Value));
        Assert.True(double.IsNaN(at.Gradients["parameter"].Values[1]));
    }

    /// <summary>Enough weights for the team's threads, for registers of every width and for a rest beside them.</summary>
    [Theory]
    [InlineData("l1")]
    [InlineData("l2")]
    [InlineData("elasticNet")]
    public unsafe void Every_register_width_gives_the_same(string name)
    {
        IElementPenalty penalty = (IElementPenalty)Penalty(name);
        float[] weights = [.. Weight(1, 40_003, seed: 3).Values.ToArray().Select(x => (float)x)];
        (double reference, float[] gradient, float[] shrunk) = Run(Width.Scalar);
        Assert.Equal(weights.Sum(x => PenaltyEvaluation.Of(penalty, new() { ["parameter"] = new(x) }).Value), reference, 1e-6 * reference);
        foreach (Width width in Enum.GetValues<Width>())
        {
            (double value, float[] slopes, float[] prox) = Run(width);
            Assert.Equal(reference, value, 1e-6 * reference);
            for (int i = 0; i < weights.Length; i++)
            {
                Assert.Equal(gradient[i], slopes[i], 1e-6f);
                Assert.Equal(shrunk[i], prox[i], 1e-6f);
            }
        }

        (double, float[], float[]) Run(Width width)
        {
            float[] slopes = new float[weights.Length], prox = [.. weights];
            Array.Fill(slopes, 1);
            fixed (float* θ = weights, g = slopes, p = prox)
            {
                double value = PenaltyDriver.Add(penalty, θ, g, weights.Length, width);
                PenaltyDriver.Prox(penalty, p, weights.Length, step: 0.5, width);
                return (value, slopes, prox);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Single_precision_agrees_with_double(string name)
    {
        if (Penalty(name) is not ITensorPenalty penalty) return;
        double[] weights = Weight(37, 53, seed: 9).Values.ToArray(), gradient = new double[weights.Length];
        float[] floats = [.. weights.Select(x => (float)x)], slopes = new float[weights.Length];
        double exact = penalty.Add<double>(new(weights, 37, 53), new(gradient, 37, 53)), value = penalty.Add<float>(new(floats, 37, 53), new(slopes, 37, 53));
        Assert.Equal(exact, value, 1e-5 * exact);
        Assert.Equal(exact, penalty.Add<float>(new(floats, 37, 53), default), 1e-5 * exact);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal(gradient[i], slopes[i], 2e-4 * Math.Max(1, gradient.Max()));
    }

    /// <summary>Random, with one direction that stands out, so that the largest singular value is alone.</summary>
    internal static NumberArray Weight(int rows, int columns, ulong seed)
    {
        SplitMix64 random = new(seed);
        double[] u = [.. Enumerable.Range(0, rows).Select(_ => random.NextNormal())], v = [.. Enumerable.Range(0, columns).Select(_ => random.NextNormal())];
        return new([.. Enumerable.Range(0, rows * columns).Select(i => 0.3 * random.NextNormal() + 0.5 * u[i / columns] * v[i % columns])], [rows, columns]);
    }

    internal static IPenalty Penalty(string name, double strength = 0.7) =>
        (IPenalty)Catalog.Find(MethodKind.Penalty, name).Create(new Dictionary<string, object?> { ["strength"] = strength });
}
