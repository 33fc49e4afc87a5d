using Gradus.Optimizers;
using Gradus.Surfaces;
using static Gradus.Tests.Optimizers.ThreeTensors;

namespace Gradus.Tests.Optimizers.Wrappers;

/// <summary>Each wrapper written out by hand over two matrices and a vector.</summary>
public class WrapperTests
{
    private const double Rate = 0.03;

    [Theory, InlineData(0.5), InlineData(100)]
    public void ClipNorm_shortens_all_tensors_by_one_factor(double max) => Plain($"clipNorm({Text(max)})", g =>
    {
        double norm = Norm(g.SelectMany(x => x));
        Scale(g, Math.Min(1, max / norm));
    });

    [Fact]
    public void ClipNorm_per_tensor_shortens_each_by_its_own() => Plain("clipNorm(0.8, perTensor=true)", g =>
    {
        foreach (double[] tensor in g) Scale([tensor], Math.Min(1, 0.8 / Norm(tensor)));
    });

    [Fact]
    public void ClipValue_holds_every_element() => Plain("clipValue(0.4)", g => Each(g, x => Math.Clamp(x, -0.4, 0.4)));

    [Fact]
    public void Agc_compares_each_row_with_its_weights() => Follow($"sgd(lr={Text(Rate)}) with agc(0.3, eps=0.05)", (t, θ, g) =>
    {
        for (int i = 0; i < 3; i++)
        {
            foreach (int[] row in Rows(i))
            {
                double most = 0.3 * Math.Max(Norm(row.Select(k => θ[i][k])), 0.05), norm = Norm(row.Select(k => g[i][k]));
                foreach (int k in row) g[i][k] *= Math.Min(1, most / norm);
            }
        }

        Descend(θ, g);
    });

    [Fact]
    public void Centralize_subtracts_each_rows_mean_but_not_that_of_a_vector() => Plain("centralize", g => Center(g));

    [Fact]
    public void Centralize_before_clipNorm_clips_the_centralized_norm() => Plain("centralize with clipNorm(0.5)", g =>
    {
        Center(g);
        Scale(g, Math.Min(1, 0.5 / Norm(g.SelectMany(x => x))));
    });

    [Fact]
    public void ClipNorm_before_centralize_clips_the_norm_as_it_comes() => Plain("clipNorm(0.5) with centralize", g =>
    {
        Scale(g, Math.Min(1, 0.5 / Norm(g.SelectMany(x => x))));
        Center(g);
    });

    [Fact]
    public void Agc_behind_centralize_sees_the_centralized_rows() => Follow($"sgd(lr={Text(Rate)}) with centralize with agc(clipping=0.2) with clipNorm(0.6) with clipValue(0.2)", (t, θ, g) =>
    {
        Center(g);
        for (int i = 0; i < 3; i++)
        {
            foreach (int[] row in Rows(i))
            {
                double most = 0.2 * Math.Max(Norm(row.Select(k => θ[i][k])), 1e-3), norm = Norm(row.Select(k => g[i][k]));
                foreach (int k in row) g[i][k] *= Math.Min(1, most / norm);
            }
        }

        Scale(g, Math.Min(1, 0.6 / Norm(g.SelectMany(x => x))));
        Each(g, x => Math.Clamp(x, -0.2, 0.2));
        Descend(θ, g);
    });

    [Fact]
    public void Accumulated_gradients_count_as_their_mean() => Plain("accumulate(4) with clipNorm(0.5)", g =>
    {
        Scale(g, 0.25);
        Scale(g, Math.Min(1, 0.5 / Norm(g.SelectMany(x => x))));
    });

    [Theory, InlineData("skipNonFinite"), InlineData("skipNonFinite with clipNorm(1)"), InlineData("skipNonFinite with noise with ema")]
    public void SkipNonFinite_leaves_weights_state_and_step_alone(string wrappers)
    {
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            using ThreeTensors<double> tensors = new(Parse($"adam with {wrappers}")), undisturbed = new(Parse($"adam with {wrappers}"));
            tensors.Slope(1);
            undisturbed.Slope(1);
            Assert.Null(tensors.Step(1));
            undisturbed.Step(1);
            double[] before = tensors.Everything;
            tensors.Slope(2);
            tensors.Give(1, 3, bad);
            Assert.Equal("a gradient is NaN or infinite", tensors.Step(2));
            Assert.Equal(before, tensors.Everything);
            tensors.Slope(2);
            undisturbed.Slope(2);
            Assert.Null(tensors.Step(2));
            undisturbed.Step(2);
            Assert.Equal(undisturbed.Everything, tensors.Everything);
        }
    }

    [Fact]
    public void A_refused_step_of_a_path_does_not_count()
    {
        // Left of 0 the root has no slope: the first step leads there, and no other is taken.
        TypedSurface root = new("sqrt(x)");
        Trace trace = Trace.Run(Parse("sgd(lr=0.5) with skipNonFinite with ema(0.5, warmup=false)"), root, new(0.04, 0), 4);
        Assert.Equal(Enumerable.Repeat(new Point(0.04 - 1.25, 0), 4), trace.Points.Skip(1));
        Assert.Equal(Enumerable.Repeat(new Point(0.04 - 0.625, 0), 4), trace.Average!.Skip(1));
        Assert.True(double.IsNaN(Trace.Run(Parse("sgd(lr=0.5)"), root, new(0.04, 0), 4).Points[^1].X));
    }

    [Theory, InlineData(true, 0.0), InlineData(false, 0.0), InlineData(true, 0.2)]
    public void Cautious_adam_is_timms_formula(bool rescale, double decay)
    {
        double[][] m = Zeros(), v = Zeros();
        int dropped = 0;
        Follow($"adamw(lr={Text(Rate)}, weightDecay={Text(decay)}) with cautious(rescale={(rescale ? "true" : "false")})", (t, θ, g) =>
        {
            for (int i = 0; i < 3; i++)
            {
                for (int k = 0; k < θ[i].Length; k++)
                {
                    m[i][k] = 0.9 * m[i][k] + 0.1 * g[i][k];
                    v[i][k] = 0.999 * v[i][k] + 0.001 * g[i][k] * g[i][k];
                }

                double[] mask = [.. g[i].Select((x, k) => m[i][k] * x > 0 ? 1.0 : 0)];
                dropped += mask.Count(x => x == 0);
                double share = rescale ? Math.Max(mask.Average(), 1e-3) : 1;
                for (int k = 0; k < θ[i].Length; k++)
                {
                    double step = m[i][k] / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(v[i][k] / (1 - Math.Pow(0.999, t))) + 1e-8);
                    θ[i][k] = θ[i][k] * (1 - Rate * decay) - Rate * step * mask[k] / share;
                }
            }
        });
        Assert.True(dropped > 10, "Nothing was dropped, so nothing was tested.");
    }

    [Fact]
    public void Caution_counts_its_share_over_the_tensor_also_where_others_look_at_rows()
    {
        double[][] v = Zeros();
        Follow($"sgd(lr={Text(Rate)}, momentum=0.9) with centralize with cautious", (t, θ, g) =>
        {
            Center(g);
            for (int i = 0; i < 3; i++)
            {
                for (int k = 0; k < θ[i].Length; k++) v[i][k] = t == 1 ? g[i][k] : 0.9 * v[i][k] + g[i][k];
                double share = Math.Max(g[i].Select((x, k) => v[i][k] * x > 0 ? 1.0 : 0).Average(), 1e-3);
                for (int k = 0; k < θ[i].Length; k++) θ[i][k] -= v[i][k] * g[i][k] > 0 ? Rate * v[i][k] / share : 0;
            }
        });
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Decay_shrinks_before_the_rule_and_corrected_once_more_by_the_schedule(bool corrected)
    {
        double Factor(int t) => 1 / (1.0 + t);
        Follow($"sgd(lr={Text(Rate)}) with decay(0.3, corrected={(corrected ? "true" : "false")})", (t, θ, g) =>
        {
            double rate = Rate * Factor(t);
            for (int i = 0; i < 3; i++)
            {
                for (int k = 0; k < θ[i].Length; k++) θ[i][k] = θ[i][k] * (1 - rate * 0.3 * (corrected ? Factor(t) : 1)) - rate * g[i][k];
            }
        }, factor: Factor);
    }

    [Fact]
    public void A_rule_that_measures_weights_sees_them_decayed()
    {
        double[][] v = Zeros();
        Follow("lars(lr=0.5, momentum=0, trust=0.1, vectors=true) with decay(0.4)", (t, θ, g) =>
        {
            for (int i = 0; i < 3; i++)
            {
                for (int k = 0; k < θ[i].Length; k++) θ[i][k] *= 1 - 0.5 * 0.4;
                double ratio = 0.1 * Norm(θ[i]) / (Norm(g[i]) + 1e-8);
                for (int k = 0; k < θ[i].Length; k++) θ[i][k] -= 0.5 * ratio * g[i][k];
            }
        });
    }

    [Fact]
    public void A_rule_that_measures_tensors_does_so_behind_wrappers_that_look_at_rows()
    {
        double[] v = new double[3];
        double[][] m = Zeros();
        Follow("novograd(lr=0.03, beta1=0.9, beta2=0.7) with centralize with clipNorm(0.7)", (t, θ, g) =>
        {
            Center(g);
            Scale(g, Math.Min(1, 0.7 / Norm(g.SelectMany(x => x))));
            for (int i = 0; i < 3; i++)
            {
                double squares = g[i].Sum(x => x * x);
                v[i] = t == 1 ? squares : 0.7 * v[i] + 0.3 * squares;
                for (int k = 0; k < θ[i].Length; k++)
                {
                    m[i][k] = 0.9 * m[i][k] + g[i][k] / (Math.Sqrt(v[i]) + 1e-8);
                    θ[i][k] -= 0.03 * m[i][k];
                }
            }
        });
    }

    [Fact]
    public void Lookahead_goes_back_part_of_the_way()
    {
        double[][] slow = Zeros();
        Follow($"sgd(lr={Text(Rate)}) with lookahead(every=3, alpha=0.4)", (t, θ, g) =>
        {
            if (t == 1) slow = [.. θ.Select(weights => weights.ToArray())];
            Descend(θ, g);
            if (t % 3 != 0) return;
            for (int i = 0; i < 3; i++)
            {
                for (int k = 0; k < θ[i].Length; k++) θ[i][k] = slow[i][k] += 0.4 * (θ[i][k] - slow[i][k]);
            }
        });
    }

    [Theory]
    [InlineData("ema(decay=0.8)", false)]
    [InlineData("ema(decay=0.5, warmup=false)", false)]
    [InlineData("swa(4)", false)]
    [InlineData("swa(3, every=2)", false)]
    [InlineData("ema(decay=0.8)", true)]
    [InlineData("swa(3, every=2)", true)]
    public void Averages_follow_the_weights_as_a_step_leaves_them(string wrapper, bool withLookahead)
    {
        ElementwiseOptimizer optimizer = Parse($"sgd(lr={Text(Rate)}) with {wrapper}{(withLookahead ? " with lookahead(every=2)" : "")}");
        for (int steps = 1; steps <= 9; steps++)
        {
            using ThreeTensors<double> tensors = new(optimizer);
            double[][] average = tensors.Weights;
            List<double[][]> counted = [];
            for (int t = 1; t <= steps; t++)
            {
                tensors.Slope(t);
                tensors.Step(t);
                double[][] θ = tensors.Weights;
                double keep = wrapper.Contains("warmup=false", StringComparison.Ordinal) ? 0.5 : Math.Min(0.8, (1.0 + t) / (10.0 + t));
                if (wrapper.StartsWith("ema", StringComparison.Ordinal)) average = [.. average.Select((a, i) => a.Select((x, k) => keep * x + (1 - keep) * θ[i][k]).ToArray())];
                (int start, int every) = wrapper == "swa(4)" ? (4, 1) : (3, 2);
                if (wrapper.StartsWith("swa", StringComparison.Ordinal) && t < start) average = θ;
                if (!wrapper.StartsWith("swa", StringComparison.Ordinal) || t < start || (t - start) % every != 0) continue;
                counted.Add(θ);
                average = [.. θ.Select((weights, i) => weights.Select((_, k) => counted.Average(one => one[i][k])).ToArray())];
            }

            tensors.Average(steps);
            Near(average, tensors.Weights, 1e-12, $"{wrapper}, {steps} steps");
        }
    }

    [Fact]
    public void A_path_shows_the_average_of_a_wrapped_rule()
    {
        Trace trace = Trace.Run(Parse("sgd(lr=0.02) with ema(0.7, warmup=false)"), new Bowl(), new(3, 1), 10);
        Point average = new(3, 1);
        Assert.Equal(average, trace.Average![0]);
        for (int t = 1; t <= 10; t++)
        {
            average = new(0.7 * average.X + 0.3 * trace.Points[t].X, 0.7 * average.Y + 0.3 * trace.Points[t].Y);
            Assert.Equal(average.X, trace.Average[t].X, 1e-14);
            Assert.Equal(average.Y, trace.Average[t].Y, 1e-14);
        }
    }

    /// <summary>A wrapper of the gradient alone, around plain descent.</summary>
    private static void Plain(string wrappers, Action<double[][]> change) => Follow($"sgd(lr={Text(Rate)}) with {wrappers}", (t, θ, g) =>
    {
        change(g);
        Descend(θ, g);
    });

    private static void Descend(double[][] θ, double[][] g)
    {
        for (int i = 0; i < θ.Length; i++)
        {
            for (int k = 0; k < θ[i].Length; k++) θ[i][k] -= Rate * g[i][k];
        }
    }

    private static void Center(double[][] g)
    {
        for (int i = 0; i < 2; i++)
        {
            foreach (int[] row in Rows(i))
            {
                double mean = row.Average(k => g[i][k]);
                foreach (int k in row) g[i][k] -= mean;
            }
        }
    }

    private static void Scale(double[][] g, double factor) => Each(g, x => x * factor);

    private static void Each(double[][] g, Func<double, double> change)
    {
        foreach (double[] tensor in g)
        {
            for (int k = 0; k < tensor.Length; k++) tensor[k] = change(tensor[k]);
        }
    }

    private static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
