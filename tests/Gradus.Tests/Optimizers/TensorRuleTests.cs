using Gradus.Optimizers;
using Gradus.Surfaces;
using static Gradus.Tests.Optimizers.ThreeTensors;

namespace Gradus.Tests.Optimizers;

/// <summary>Rules that look at whole tensors or rows, against their papers' pseudo-code written out by hand over several tensors.</summary>
public class TensorRuleTests
{
    [Theory, InlineData(false), InlineData(true)]
    public void Lars_is_algorithm_1_with_plain_vectors(bool vectors)
    {
        double[][] v = Zeros();
        Follow($"lars(lr=0.7, momentum=0.8, weightDecay=0.05, trust=0.02, vectors={(vectors ? "true" : "false")})", (t, θ, g) =>
        {
            for (int i = 0; i < 3; i++)
            {
                bool adapts = vectors || i < 2;
                double local = adapts ? 0.02 * Norm(θ[i]) / (Norm(g[i]) + 0.05 * Norm(θ[i]) + 1e-8) : 1, decay = adapts ? 0.05 : 0;
                for (int k = 0; k < θ[i].Length; k++)
                {
                    v[i][k] = 0.8 * v[i][k] + 0.7 * local * (g[i][k] + decay * θ[i][k]);
                    θ[i][k] -= v[i][k];
                }
            }
        });
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Lamb_is_algorithm_2_with_adams_vectors(bool vectors)
    {
        double[][] m = Zeros(), v = Zeros();
        Follow($"lamb(lr=0.05, beta1=0.8, beta2=0.95, weightDecay=0.1, vectors={(vectors ? "true" : "false")})", (t, θ, g) =>
        {
            for (int i = 0; i < 3; i++)
            {
                bool adapts = vectors || i < 2;
                double[] u = new double[θ[i].Length];
                for (int k = 0; k < u.Length; k++)
                {
                    m[i][k] = 0.8 * m[i][k] + 0.2 * g[i][k];
                    v[i][k] = 0.95 * v[i][k] + 0.05 * g[i][k] * g[i][k];
                    u[k] = m[i][k] / (1 - Math.Pow(0.8, t)) / (Math.Sqrt(v[i][k] / (1 - Math.Pow(0.95, t))) + 1e-6) + (adapts ? 0.1 * θ[i][k] : 0);
                }

                double ratio = adapts ? Norm(θ[i]) / Norm(u) : 1;
                for (int k = 0; k < u.Length; k++) θ[i][k] -= 0.05 * ratio * u[k];
            }
        });
    }

    [Fact]
    public void Novograd_is_algorithm_1()
    {
        double[][] m = Zeros();
        double[] v = new double[3];
        Follow("novograd(lr=0.03, beta1=0.9, beta2=0.7, weightDecay=0.02)", (t, θ, g) =>
        {
            for (int i = 0; i < 3; i++)
            {
                double squares = g[i].Sum(x => x * x);
                v[i] = t == 1 ? squares : 0.7 * v[i] + 0.3 * squares;
                for (int k = 0; k < θ[i].Length; k++)
                {
                    m[i][k] = 0.9 * m[i][k] + (g[i][k] / (Math.Sqrt(v[i]) + 1e-8) + 0.02 * θ[i][k]);
                    θ[i][k] -= 0.03 * m[i][k];
                }
            }
        });
    }

    [Fact]
    public void Adam_mini_has_one_second_moment_for_each_row()
    {
        double[][] m = Zeros(), v = Zeros();
        Follow("adamMini(lr=0.04, beta1=0.8, beta2=0.95, weightDecay=0.1)", (t, θ, g) =>
        {
            for (int i = 0; i < 3; i++)
            {
                foreach (int[] row in Rows(i))
                {
                    v[i][row[0]] = 0.95 * v[i][row[0]] + 0.05 * row.Average(k => g[i][k] * g[i][k]);
                    double root = Math.Sqrt(v[i][row[0]] / (1 - Math.Pow(0.95, t))) + 1e-8;
                    foreach (int k in row)
                    {
                        m[i][k] = 0.8 * m[i][k] + 0.2 * g[i][k];
                        θ[i][k] = θ[i][k] * (1 - 0.04 * 0.1) - 0.04 * (m[i][k] / (1 - Math.Pow(0.8, t))) / root;
                    }
                }
            }
        });
    }

    [Theory, InlineData(1e-3, 1.0, 0.0), InlineData(0.05, 0.5, 0.3)]
    public void Prodigy_is_algorithm_4_with_one_distance_for_all_tensors(double d0, double coefficient, double decay)
    {
        double[][] m = Zeros(), v = Zeros(), s = Zeros(), start = Zeros();
        double d = d0, r = 0, β3 = Math.Sqrt(0.9);
        List<double> rates = [];
        Follow($"prodigy(lr=0.8, beta1=0.7, beta2=0.9, d0={ValueOf(d0)}, coefficient={ValueOf(coefficient)}, weightDecay={ValueOf(decay)})", (t, θ, g) =>
        {
            double rate = 0.8 * Factor(t), along = 0, size = 0;
            for (int i = 0; i < 3; i++)
            {
                if (t == 1) start[i] = [.. θ[i]];
                for (int k = 0; k < θ[i].Length; k++)
                {
                    m[i][k] = 0.7 * m[i][k] + 0.3 * d * g[i][k];
                    v[i][k] = 0.9 * v[i][k] + 0.1 * d * d * g[i][k] * g[i][k];
                    along += g[i][k] * (start[i][k] - θ[i][k]);
                    s[i][k] = β3 * s[i][k] + (1 - β3) * rate * d * d * g[i][k];
                    size += Math.Abs(s[i][k]);
                }
            }

            r = β3 * r + (1 - β3) * rate * d * d * along;
            for (int i = 0; i < 3; i++)
            {
                for (int k = 0; k < θ[i].Length; k++) θ[i][k] = θ[i][k] * (1 - rate * d * decay) - rate * d * m[i][k] / (Math.Sqrt(v[i][k]) + d * 1e-8);
            }

            d = Math.Max(d, coefficient * r / size);
            rates.Add(d);
        }, steps: 30, factor: Factor, tolerance: 1e-10);
        Assert.True(rates[^1] > 1.5 * d0, "The estimate must have grown, or the test tests nothing.");
    }

    [Theory, InlineData(1e-3, 0.0), InlineData(0.01, 0.3)]
    public void D_adaptation_is_algorithm_5_with_one_distance_for_all_tensors(double d0, double decay)
    {
        double[][] m = Zeros(), v = Zeros(), s = Zeros();
        double d = d0, r = 0, β3 = Math.Sqrt(0.9);
        Follow($"dAdaptation(lr=0.8, beta1=0.7, beta2=0.9, d0={ValueOf(d0)}, weightDecay={ValueOf(decay)})", (t, θ, g) =>
        {
            double rate = 0.8 * Factor(t), along = 0, size = 0;
            for (int i = 0; i < 3; i++)
            {
                for (int k = 0; k < θ[i].Length; k++)
                {
                    m[i][k] = 0.7 * m[i][k] + 0.3 * rate * d * g[i][k];
                    v[i][k] = 0.9 * v[i][k] + 0.1 * g[i][k] * g[i][k];
                    along += g[i][k] * s[i][k] / (Math.Sqrt(v[i][k]) + 1e-8);
                    s[i][k] = β3 * s[i][k] + (1 - β3) * rate * d * g[i][k];
                    size += Math.Abs(s[i][k]);
                    θ[i][k] = θ[i][k] * (1 - rate * d * decay) - m[i][k] / (Math.Sqrt(v[i][k]) + 1e-8);
                }
            }

            r = β3 * r + (1 - β3) * rate * d * along;
            d = Math.Max(d, r / ((1 - β3) * size));
        }, steps: 30, factor: Factor, tolerance: 1e-10);
        Assert.True(d > 1.5 * d0, "The estimate must have grown, or the test tests nothing.");
    }

    [Theory, InlineData("prodigy"), InlineData("dAdaptation")]
    public void Without_a_rate_it_finds_the_minimum(string rule)
    {
        Trace trace = Trace.Run(Parse(rule), new Bowl(), new(3, 1), 2000, new Gradus.Schedules.Cosine());
        Assert.InRange(trace.Values[^1], 0, 1e-6);
    }

    [Theory, InlineData("lars"), InlineData("lamb"), InlineData("novograd"), InlineData("adamMini"), InlineData("prodigy"), InlineData("dAdaptation")]
    public void No_gradient_and_no_weights_are_no_accident(string rule)
    {
        using ThreeTensors<double> tensors = new(Parse(rule));
        for (int t = 1; t <= 3; t++)
        {
            // The first tensor has no gradient at all, and the last no size.
            tensors.Slope(t);
            for (int k = 0; k < 15; k++) tensors.Give(0, k, 0);
            Assert.Null(tensors.Step(t));
        }

        Assert.All(tensors.Everything, x => Assert.True(double.IsFinite(x)));
    }

    [Theory, InlineData("lars"), InlineData("lamb"), InlineData("novograd"), InlineData("adamMini"), InlineData("prodigy(d0=0.01)"), InlineData("dAdaptation(d0=0.01)")]
    public void Climbing_down_the_negated_slope_is_descending(string rule)
    {
        ElementwiseOptimizer descends = Parse(rule);
        using ThreeTensors<double> down = new(descends), up = new(descends with { Maximize = true });
        for (int t = 1; t <= 8; t++)
        {
            down.Slope(t);
            for (int i = 0; i < down.Tensors; i++)
            {
                for (int k = 0; k < down.Gradients[i].Length; k++) up.Give(i, k, -down.Gradients[i][k]);
            }

            down.Step(t);
            up.Step(t);
        }

        Assert.Equal(down.Everything, up.Everything);
    }

    private static double Factor(int t) => 1 - 0.01 * t;

    private static string ValueOf(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
