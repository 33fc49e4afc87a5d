using Gradus.Metadata;
using Gradus.Optimizers;
using Gradus.Surfaces;

namespace Gradus.Tests.Optimizers;

/// <summary>Rules against their papers' pseudo-code, written out for one number, on both coordinates of the bowl.</summary>
public class PaperTests
{
    private const int Steps = 20;

    [Theory, InlineData(0, 0.0), InlineData(8, 0.02), InlineData(30, 0.02)]
    public void Ademamix_is_algorithm_1(int warmup, double decay)
    {
        AdEmaMix mix = new(Lr: 0.05, Beta3: 0.99, Alpha: 4, Warmup: warmup, WeightDecay: decay);
        double m1 = 0, m2 = 0, nu = 0;
        Follows(mix, Restart, (θ, g, t) =>
        {
            double alpha = warmup == 0 ? 4 : Math.Min(t * 4.0 / warmup, 4);
            double share = warmup == 0 ? 1 : Math.Min(1, (double)t / warmup), start = Math.Log(0.9), end = Math.Log(0.99);
            double beta3 = Math.Min(Math.Exp(start * end / ((1 - share) * end + share * start)), 0.99);
            m1 = 0.9 * m1 + 0.1 * g;
            m2 = beta3 * m2 + (1 - beta3) * g;
            nu = 0.999 * nu + (1 - 0.999) * g * g;
            double unbiased = m1 / (1 - Math.Pow(0.9, t)), spread = nu / (1 - Math.Pow(0.999, t));
            return θ - 0.05 * ((unbiased + alpha * m2) / (Math.Sqrt(spread) + 1e-8) + decay * θ);
        });

        void Restart(double start) => m1 = m2 = nu = 0;
    }

    [Theory, InlineData(0.9, 0.0), InlineData(0.0, 0.0), InlineData(0.5, 0.03)]
    public void Madgrad_is_algorithm_1(double momentum, double decay)
    {
        double s = 0, v = 0, x0 = 0;
        Follows(new MadGrad(Lr: 0.05, Momentum: momentum, WeightDecay: decay), Restart, (x, g, t) =>
        {
            g += decay * x;
            double lambda = 0.05 * Math.Sqrt(t);
            s += lambda * g;
            v += lambda * g * g;
            double z = x0 - s / (Math.Cbrt(v) + 1e-6);
            return momentum * x + (1 - momentum) * z;
        });

        void Restart(double start)
        {
            s = v = 0;
            x0 = start;
        }
    }

    [Theory, InlineData(0.7, 0.999, 0.0, false), InlineData(0.6, 0.9, 0.1, false), InlineData(1.0, 0.9, 0.1, true)]
    public void Qhm_is_the_papers_update(double nu, double beta, double decay, bool decoupled)
    {
        double mean = 0;
        Follows(new Qhm(0.02, beta, nu, decay, decoupled), _ => mean = 0, (θ, g, t) =>
        {
            if (!decoupled) g += decay * θ;
            mean = beta * mean + (1 - beta) * g;
            return θ - 0.02 * ((1 - nu) * g + nu * mean) - (decoupled ? 0.02 * decay * θ : 0);
        });
    }

    [Theory, InlineData(0.7, 1.0, 0.0, false), InlineData(0.6, 0.9, 0.1, false), InlineData(0.8, 0.95, 0.1, true)]
    public void Qhadam_is_the_papers_update(double nu1, double nu2, double decay, bool decoupled)
    {
        double m = 0, v = 0;
        Follows(new QhAdam(0.05, Nu1: nu1, Nu2: nu2, WeightDecay: decay, Decoupled: decoupled), _ => m = v = 0, (θ, g, t) =>
        {
            if (!decoupled) g += decay * θ;
            m = 0.995 * m + 0.005 * g;
            v = 0.999 * v + 0.001 * g * g;
            double unbiased = m / (1 - Math.Pow(0.995, t)), spread = v / (1 - Math.Pow(0.999, t));
            double step = ((1 - nu1) * g + nu1 * unbiased) / (Math.Sqrt((1 - nu2) * g * g + nu2 * spread) + 1e-8);
            return θ - 0.05 * (step + (decoupled ? decay * θ : 0));
        });
    }

    [Fact]
    public void Qhadam_with_means_alone_is_adam() => Agree(
        Trace.Run(new Adam(0.05), new Rosenbrock(), new(-1.2, 1), Steps).Points,
        Trace.Run(new QhAdam(0.05, Beta1: 0.9, Nu1: 1, Nu2: 1), new Rosenbrock(), new(-1.2, 1), Steps).Points);

    [Fact]
    public void Qhm_whose_share_is_its_momentum_is_nesterovs() => Agree(
        Trace.Run(new Sgd(1e-4, Momentum: 0.9, Nesterov: true), new Rosenbrock(), new(-1.2, 1), Steps).Points,
        Trace.Run(new Qhm(1e-3, Momentum: 0.9, Nu: 0.9), new Rosenbrock(), new(-1.2, 1), Steps).Points);

    [Theory, InlineData(true, 0.0), InlineData(true, 0.3), InlineData(false, 0.3)]
    public void Adopt_is_algorithm_2(bool clip, double decay)
    {
        foreach (bool decoupled in (bool[])[false, true])
        {
            double m = 0, v = 0;
            Adopt adopt = new(0.05, Beta2: 0.99, Clip: clip, ClipExponent: 0.25, WeightDecay: decay, Decoupled: decoupled);
            Follows(adopt, _ => m = v = 0, (θ, g, t) =>
            {
                if (!decoupled) g += decay * θ;
                if (t == 1)
                {
                    v = g * g;
                    return θ;
                }

                double u = g / Math.Max(Math.Sqrt(v), 1e-6), bound = Math.Pow(t - 1, 0.25);
                m = 0.9 * m + 0.1 * (clip ? Math.Clamp(u, -bound, bound) : u);
                v = 0.99 * v + 0.01 * g * g;
                return θ - 0.05 * m - (decoupled ? 0.05 * decay * θ : 0);
            });
        }
    }

    [Fact]
    public void Adan_decays_weights_after_the_step_by_division()
    {
        double m = 0, d = 0, n = 0, previous = 0;
        Follows(new Adan(0.05, WeightDecay: 0.2), _ => m = d = n = 0, (θ, g, t) =>
        {
            double change = t == 1 ? 0 : g - previous;
            previous = g;
            m = 0.98 * m + 0.02 * g;
            d = 0.92 * d + 0.08 * change;
            n = 0.99 * n + 0.01 * Math.Pow(g + 0.92 * change, 2);
            double Unbiased(double mean, double beta) => mean / (1 - Math.Pow(beta, t));
            return (θ - 0.05 * (Unbiased(m, 0.98) + 0.92 * Unbiased(d, 0.92)) / (Math.Sqrt(Unbiased(n, 0.99)) + 1e-8)) / (1 + 0.05 * 0.2);
        });
    }

    [Theory, InlineData(0, 0.0, 0.9), InlineData(7, 0.1, 0.9), InlineData(40, 0.1, 0.6), InlineData(3, 0.0, 1.0)]
    public void Schedule_free_methods_are_three_sequences(int warmup, double decay, double beta)
    {
        foreach (bool adaptive in (bool[])[false, true])
        {
            ElementwiseOptimizer optimizer = adaptive
                ? new ScheduleFreeAdamW(0.05, beta, Warmup: warmup, WeightDecay: decay)
                : new ScheduleFreeSgd(0.05, beta, warmup, decay);
            double x = 0, z = 0, v = 0, weights = 0, largest = 0;
            List<double> averages = [];
            Follows(optimizer, start => (x, z, v, weights, largest) = (start, start, 0, 0, 0), (y, g, t) =>
            {
                double rate = 0.05 * (t < warmup ? (double)t / warmup : 1);
                largest = Math.Max(largest, rate);
                weights += largest * largest;
                double share = largest * largest / weights, u = g;
                if (adaptive)
                {
                    v = 0.999 * v + 0.001 * g * g;
                    u = g / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
                }

                z -= rate * (u + decay * y);
                x = (1 - share) * x + share * z;
                averages.Add(x);
                return (1 - beta) * z + beta * x;
            });

            IReadOnlyList<Point> average = Trace.Run(optimizer, new Bowl(), new(3, 1), Steps).Average!;
            Assert.Equal(new Point(3, 1), average[0]);
            for (int t = 1; t <= Steps; t++)
            {
                Assert.Equal(averages[t - 1], average[t].X, 1e-11);
                Assert.Equal(averages[Steps + t - 1], average[t].Y, 1e-11);
            }
        }
    }

    [Theory, InlineData(3.0, 0.0), InlineData(0.0, 0.1), InlineData(1e6, 0.0)]
    public void Asgd_is_pytorchs(double t0, double decay)
    {
        double η = 0, μ = 0, average = 0;
        List<double> averages = [];
        Asgd asgd = new(Lr: 0.02, Lambd: 0.1, Alpha: 0.6, T0: t0, WeightDecay: decay);
        Follows(asgd, _ => (η, μ, average) = (0.02, 1, 0), (θ, g, t) =>
        {
            g += decay * θ;
            θ = θ * (1 - 0.1 * η) - η * g;
            average = μ == 1 ? θ : average + μ * (θ - average);
            averages.Add(average);
            η = 0.02 / Math.Pow(1 + 0.1 * 0.02 * t, 0.6);
            μ = 1 / Math.Max(1, t - t0);
            return θ;
        });

        Trace trace = Trace.Run(asgd, new Bowl(), new(3, 1), Steps);
        for (int t = 1; t <= Steps; t++)
        {
            Assert.Equal(averages[t - 1], trace.Average![t].X, 1e-11);
            Assert.Equal(averages[Steps + t - 1], trace.Average[t].Y, 1e-11);
        }
    }

    [Fact]
    public void The_mean_of_asgd_is_nearer_than_its_noisy_path()
    {
        Asgd asgd = new(Lr: 0.02, Lambd: 0, T0: 200);
        Trace trace = Trace.Run(asgd, new Bowl(), new(3, 1), 4000, noise: 2, seed: 5);
        double path = trace.Points.Skip(1000).Average(p => p.X * p.X + p.Y * p.Y);
        Assert.True(trace.Average![^1].X * trace.Average[^1].X + trace.Average[^1].Y * trace.Average[^1].Y < path / 5);
    }

    [Theory, InlineData(0.0, false), InlineData(0.1, false), InlineData(0.1, true)]
    public void Yogi_is_algorithm_2_with_its_bias_corrected(double decay, bool decoupled)
    {
        double m = 0, v = 0;
        Follows(new Yogi(Lr: 0.05, WeightDecay: decay, Decoupled: decoupled, InitialAccumulator: 1e-4), _ => (m, v) = (0, 1e-4), (θ, g, t) =>
        {
            if (!decoupled) g += decay * θ;
            m = 0.9 * m + 0.1 * g;
            v -= 0.001 * Math.Sign(v - g * g) * g * g;
            double unbiased = m / (1 - Math.Pow(0.9, t)), spread = v / (1 - Math.Pow(0.999, t));
            return θ - 0.05 * (unbiased / (Math.Sqrt(spread) + 1e-3) + (decoupled ? decay * θ : 0));
        });
    }

    [Fact]
    public void Yogi_forgets_a_large_gradient_no_faster_than_small_ones_are()
    {
        // After a wall, the slope is constant: adam's second moment falls by a share of itself, yogi's by a share of g².
        TypedSurface wall = new("x + 1000*max(0, 1 - abs(x - 3))");
        Trace yogi = Trace.Run(new Yogi(Lr: 1, Beta2: 0.9, Eps: 1), wall, new(2.5, 0), 30, keepState: true);
        IReadOnlyList<Point> v = yogi.State![1].Points;
        Assert.True(v[1].X > 1e4);
        Assert.All(Enumerable.Range(20, 10), t => Assert.Equal(0.1, v[t].X - v[t + 1].X, 1e-6));
    }

    [Theory, InlineData(0.9, 0.999, 0.0, true), InlineData(0.99, 0.5, 0.1, true), InlineData(0.9, 0.95, 0.1, false)]
    public void Laprop_is_algorithm_1(double beta1, double beta2, double decay, bool decoupled)
    {
        double m = 0, v = 0;
        Follows(new LaProp(0.05, beta1, beta2, 1e-6, decay, decoupled), _ => m = v = 0, (θ, g, t) =>
        {
            if (!decoupled) g += decay * θ;
            v = beta2 * v + (1 - beta2) * g * g;
            m = beta1 * m + (1 - beta1) * g / (Math.Sqrt(v / (1 - Math.Pow(beta2, t))) + 1e-6);
            return θ - 0.05 * (m / (1 - Math.Pow(beta1, t)) + (decoupled ? decay * θ : 0));
        });
    }

    [Fact]
    public void Only_averaging_optimizers_have_an_average() =>
        Assert.Null(Trace.Run(new AdamW(), new Bowl(), new(3, 1), 2).Average);

    [Fact]
    public void A_rate_of_zero_moves_nothing()
    {
        foreach (ElementwiseOptimizer optimizer in (ElementwiseOptimizer[])[new Adan(), new Adopt(), new ScheduleFreeSgd(), new ScheduleFreeAdamW(), new AdEmaMix(), new MadGrad(), new Qhm(), new QhAdam(), new Asgd(), new Yogi(), new LaProp()])
        {
            Trace still = Trace.Run((ElementwiseOptimizer)(optimizer with { Lr = 0 }), new Bowl(), new(3, 1), 5);
            Assert.All(still.Points, point => Assert.True(Math.Abs(point.X - 3) < 1e-12 && Math.Abs(point.Y - 1) < 1e-12, $"{optimizer}: {point}"));
        }
    }

    public static TheoryData<string> Rules => [.. Catalog.Optimizers.Where(entry => entry.Type.IsAssignableTo(typeof(ElementwiseOptimizer))).Select(entry => entry.Name)];

    [Theory, MemberData(nameof(Rules))]
    public void Climbing_is_descending_the_surface_turned_over_and_decay_still_shrinks(string name)
    {
        MethodEntry entry = Catalog.Find(MethodKind.Optimizer, name);
        Dictionary<string, object?> arguments = new() { ["lr"] = 0.01 };
        // Rprop looks at signs alone: there is nothing for a decay to be added to.
        if (name != "rprop") arguments["weightDecay"] = 0.1;
        Optimizer down = (Optimizer)entry.Create(arguments);
        arguments["maximize"] = true;
        Optimizer up = (Optimizer)entry.Create(arguments);
        Agree(
            Trace.Run((ElementwiseOptimizer)down, new TypedSurface("x^2 + 3*y^2"), new(3, 1), Steps).Points,
            Trace.Run((ElementwiseOptimizer)up, new TypedSurface("-(x^2 + 3*y^2)"), new(3, 1), Steps).Points);
    }

    [Theory, MemberData(nameof(Rules))]
    public void Decay_alone_brings_weights_closer_to_zero(string name)
    {
        if (name == "rprop") return;
        MethodEntry entry = Catalog.Find(MethodKind.Optimizer, name);
        // Where a rule finds its rate, there is none before it has found any.
        Dictionary<string, object?> arguments = entry.Parameters.Any(p => p.Name == "d0")
            ? new() { ["lr"] = 1, ["d0"] = 0.01, ["weightDecay"] = 0.1 }
            : new() { ["lr"] = 0.01, ["weightDecay"] = 0.1 };
        ElementwiseOptimizer optimizer = (ElementwiseOptimizer)entry.Create(arguments);
        Point last = Trace.Run(optimizer, new TypedSurface("0*x + 0*y"), new(3, -1), Steps).Points[^1];
        Assert.InRange(last.X, 0, 2.9999);
        Assert.InRange(last.Y, -0.9999, 0);
    }

    /// <summary>The slopes of the bowl ½(x² + 25y²) are x and 25y, so that each coordinate is a problem of its own.</summary>
    private static void Follows(ElementwiseOptimizer optimizer, Action<double> restart, Func<double, double, int, double> step)
    {
        IReadOnlyList<Point> points = Trace.Run(optimizer, new Bowl(), new(3, 1), Steps).Points;
        foreach ((double start, double curvature, Func<Point, double> coordinate) in new (double, double, Func<Point, double>)[] { (3, 1, p => p.X), (1, 25, p => p.Y) })
        {
            restart(start);
            double θ = start;
            for (int t = 1; t <= Steps; t++)
            {
                θ = step(θ, curvature * θ, t);
                Assert.Equal(θ, coordinate(points[t]), 1e-11);
            }
        }
    }

    private static void Agree(IReadOnlyList<Point> expected, IReadOnlyList<Point> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].X, actual[i].X, 1e-11);
            Assert.Equal(expected[i].Y, actual[i].Y, 1e-11);
        }
    }
}
