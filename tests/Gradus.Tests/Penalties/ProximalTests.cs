using Gradus.Algebra;
using Gradus.Penalties;

namespace Gradus.Tests.Penalties;

/// <summary>The proximal operator is the minimum of ½(x − z)² + t·R(x): nothing tried beats it.</summary>
public sealed class ProximalTests
{
    public static TheoryData<string> Names => ["l1", "l2", "elasticNet"];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_number_beats_the_proximal_operator(string name)
    {
        IElementPenalty penalty = (IElementPenalty)PenaltyCatalogueTests.Penalty(name);
        foreach (double t in (double[])[0, 0.1, 1, 3])
        {
            for (double z = -4; z <= 4; z += 0.37)
            {
                double x = penalty.Prox(new Scalar<double>(z), new Scalar<double>(t)).Value, least = Cost(x);
                for (double other = -5; other <= 5; other += 0.001) Assert.True(least <= Cost(other) + 1e-12, $"z = {z}, t = {t}: {other} beats {x}");

                double Cost(double at) => (at - z) * (at - z) / 2 + t * penalty.At(new Scalar<double>(at)).Value;
            }
        }
    }

    [Fact]
    public void No_row_beats_the_proximal_row_of_the_group_lasso()
    {
        GroupLasso penalty = new(0.7, Proximal: true);
        SplitMix64 random = new(5);
        for (int trial = 0; trial < 200; trial++)
        {
            double[] z = [.. Enumerable.Range(0, 3).Select(_ => random.NextNormal())], x = [.. z];
            double t = trial % 4 * 0.4;
            penalty.Prox<double>(new(x, 1, 3), t);
            for (int other = 0; other < 200; other++)
            {
                double[] near = [.. x.Select(value => value + 0.1 * random.NextNormal())], far = [.. x.Select(_ => 2 * random.NextNormal())];
                Assert.True(Cost(x) <= Math.Min(Cost(near), Math.Min(Cost(far), Cost(new double[3]))) + 1e-12);
            }

            double Cost(double[] at) => at.Zip(z, (a, b) => (a - b) * (a - b)).Sum() / 2 + t * penalty.Add<double>(new([.. at], 1, 3), default);
        }
    }

    [Fact]
    public void Small_weights_become_exactly_0_and_large_ones_lose_the_threshold()
    {
        Assert.Equal([0, 0, 0, 1, -1], ((double[])[0.1, -0.2, 0.5, 1.5, -1.5]).Select(z => Prox(new L1(5), z, 0.1)));
        Assert.Equal(0.8, Prox(new L1(1), 1, 0.2), 1e-15);
        Assert.True(double.IsNaN(Prox(new L1(1), double.NaN, 0.2)));
        double[] rows = [0.3, 0.4, 3, 4];
        new GroupLasso(1 / Math.Sqrt(2), Proximal: true).Prox<double>(new(rows, 2, 2), step: 1);
        Assert.Equal([0, 0], rows[..2]);
        Assert.Equal(3 * 0.8, rows[2], 1e-15);
    }

    /// <summary>Least squares with more inputs than matter: y = 2x₀ − 3x₁, and 18 inputs of noise.</summary>
    [Fact]
    public void Only_the_proximal_step_makes_exact_zeros()
    {
        double[] proximal = Descend(new L1(0.2, Proximal: true)), plain = Descend(new L1(0.2));
        Assert.Equal(18, proximal.Count(w => w == 0));
        Assert.Equal(0, plain.Count(w => w == 0));
        Assert.InRange(proximal[0], 1.5, 2.0);
        Assert.InRange(proximal[1], -3.0, -2.5);
    }

    private static double[] Descend(L1 penalty)
    {
        const int Samples = 100, Inputs = 20;
        const double Rate = 0.05;
        SplitMix64 random = new(11);
        double[][] x = [.. Enumerable.Range(0, Samples).Select(_ => Enumerable.Range(0, Inputs).Select(_ => random.NextNormal()).ToArray())];
        double[] y = [.. x.Select(row => 2 * row[0] - 3 * row[1] + 0.1 * random.NextNormal())], w = new double[Inputs];
        for (int k = 0; k < Inputs; k++) w[k] = random.NextNormal();
        for (int step = 0; step < 500; step++)
        {
            double[] gradient = new double[Inputs];
            for (int i = 0; i < Samples; i++)
            {
                double error = x[i].Zip(w, (a, b) => a * b).Sum() - y[i];
                for (int k = 0; k < Inputs; k++) gradient[k] += error * x[i][k] / Samples;
            }

            for (int k = 0; k < Inputs; k++)
            {
                double slope = penalty.Proximal ? 0 : penalty.At(Dual<Scalar<double>>.Variable(new(w[k]))).Slope.Value;
                w[k] -= Rate * (gradient[k] + slope);
                if (penalty.Proximal) w[k] = Prox(penalty, w[k], Rate);
            }
        }

        return w;
    }

    private static double Prox(L1 penalty, double z, double step) => penalty.Prox(new Scalar<double>(z), new Scalar<double>(step)).Value;
}
