using Gradus.Drivers;
using Gradus.Optimizers;
using Gradus.Surfaces;
using static Gradus.Tests.Optimizers.ThreeTensors;

namespace Gradus.Tests.Optimizers.Wrappers;

public class NoiseTests
{
    private static readonly (int, int)[] s_large = [(100, 1000), (0, 50_000)];

    [Fact]
    public void Its_variance_falls_as_the_paper_says()
    {
        foreach ((int step, double eta, double gamma) in ((int, double, double)[])[(1, 0.3, 0.55), (9, 0.3, 0.55), (100, 2, 1)])
        {
            double[] n = Noise(new(eta, gamma), step);
            double σ = Math.Sqrt(eta / Math.Pow(1 + (step - 1), gamma));
            Assert.InRange(n.Average() / σ, -0.02, 0.02);
            Assert.InRange(Math.Sqrt(n.Average(x => x * x)) / σ, 0.99, 1.01);
            // A normal number lies within one σ in 68.27 %, within two in 95.45 % and beyond three in 0.27 % of all cases.
            Assert.InRange(n.Count(x => Math.Abs(x) < σ) / (double)n.Length, 0.677, 0.689);
            Assert.InRange(n.Count(x => Math.Abs(x) < 2 * σ) / (double)n.Length, 0.951, 0.958);
            Assert.InRange(n.Count(x => Math.Abs(x) > 3 * σ) / (double)n.Length, 0.0020, 0.0035);
        }
    }

    [Fact]
    public void Neighbours_steps_tensors_and_seeds_have_nothing_to_do_with_each_other()
    {
        double[] one = Noise(new(1), 5);
        Assert.InRange(Correlation(one[1..], one[..^1]), -0.01, 0.01);
        Assert.InRange(Correlation(one[..50_000], one[100_000..]), -0.02, 0.02);
        Assert.InRange(Correlation(one, Noise(new(1), 6)), -0.01, 0.01);
        Assert.InRange(Correlation(one, Noise(new(1, Seed: 1), 5)), -0.01, 0.01);
    }

    [Fact]
    public void The_same_seed_gives_the_same_noise_on_every_width_and_other_seeds_another()
    {
        double[] scalar = Noise(new(), 3, Width.Scalar);
        foreach (Width width in (Width[])[Width.Bits128, Width.Bits256, Width.Bits512])
        {
            double[] wide = Noise(new(), 3, width);
            for (int i = 0; i < scalar.Length; i++) Assert.Equal(scalar[i], wide[i], 1e-13);
        }

        Assert.NotEqual(scalar, Noise(new(Seed: 1), 3, Width.Scalar));
    }

    [Theory]
    [InlineData("clipNorm(0.5) with noise")]
    [InlineData("noise with clipNorm(0.5)")]
    [InlineData("centralize with noise with centralize")]
    [InlineData("clipValue(0.1) with noise with agc with decay(0.1)")]
    public void What_comes_before_it_is_done_before_and_what_comes_behind_after(string wrappers)
    {
        string[] all = wrappers.Split(" with ");
        int place = Array.IndexOf(all, "noise");
        string before = string.Concat(all[..place].Select(one => $" with {one}")), behind = string.Concat(all[(place + 1)..].Select(one => $" with {one}"));
        using ThreeTensors<double> whole = new(Parse($"sgd(lr=0.1) with {wrappers}")), first = new(Parse($"sgd(lr=1){before}")), second = new(Parse($"sgd(lr=0.1){behind}"));
        Noise noise = new();
        for (int t = 1; t <= 5; t++)
        {
            // Two optimizers one behind the other: the change that the first makes is the gradient of the second.
            double[][] from = second.Weights;
            using ThreeTensors<double> changer = new(Parse($"sgd(lr=1){before}"));
            changer.Slope(t);
            double[][] start = changer.Weights;
            for (int i = 0; i < 3; i++)
            {
                for (int k = 0; k < from[i].Length; k++) changer.Give(i, k, Slope(t, i, k, from[i][k]));
            }

            changer.Step(t);
            double[][] changed = changer.Weights;
            for (int i = 0; i < 3; i++)
            {
                double[] n = new double[from[i].Length];
                noise.Fill(n, (ulong)i + 1, t);
                for (int k = 0; k < n.Length; k++) second.Give(i, k, start[i][k] - changed[i][k] + n[k]);
            }

            whole.Slope(t);
            whole.Step(t);
            second.Step(t);
            Near(second.Weights, whole.Weights, 1e-12, $"{wrappers}, step {t}");
        }
    }

    [Fact]
    public void A_refused_step_leaves_the_gradients_alone()
    {
        using ThreeTensors<double> tensors = new(Parse("sgd with skipNonFinite with noise(eta=1)"));
        tensors.Slope(1);
        tensors.Give(0, 0, double.NaN);
        double[][] before = tensors.Gradients;
        Assert.NotNull(tensors.Step(1));
        Assert.Equal(before, tensors.Gradients);
    }

    [Fact]
    public void A_path_with_noise_is_the_same_for_the_same_seed_only_and_leaves_a_saddle()
    {
        Trace One(int seed) => Trace.Run(Parse($"sgd(lr=0.02) with noise(seed={seed})"), new Saddle(), new(0, 0), 600);
        Assert.Equal(One(1).Points, One(1).Points);
        Assert.NotEqual(One(1).Points, One(2).Points);
        Assert.InRange(One(1).Values[^1], -0.26, -0.2);
        Assert.Equal(new Point(0, 0), Trace.Run(Parse("sgd(lr=0.02)"), new Saddle(), new(0, 0), 600).Points[^1]);
    }

    /// <summary>What a step adds to gradients of zero.</summary>
    private static double[] Noise(Noise noise, int step, Width width = Width.Widest)
    {
        using ThreeTensors<double> tensors = new(new Sgd(1).With(noise), width, s_large);
        tensors.Step(step);
        return [.. tensors.Gradients.SelectMany(x => x)];
    }

    private static double Correlation(double[] a, double[] b) =>
        a.Zip(b, (x, y) => x * y).Average() / Math.Sqrt(a.Average(x => x * x) * b.Average(x => x * x));
}
