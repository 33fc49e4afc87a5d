using Gradus.Minimization;

namespace Gradus.Tests.Minimization;

public class WolfeTests
{
    [Theory, InlineData(0.9), InlineData(0.1)]
    public void Every_step_on_random_convex_quartics_holds_the_strong_wolfe_conditions(double curvature)
    {
        SplitMix64 random = new(11);
        int steps = 0;
        for (int round = 0; round < 100; round++)
        {
            int n = 1 + round % 8;
            double[] a = Positive(n), b = Positive(n), c = [.. Enumerable.Range(0, n).Select(_ => 3 * random.NextNormal())];
            double[] mix = [.. Enumerable.Range(0, n).Select(_ => random.NextNormal())];
            LbfgsOptions options = new()
            {
                Curvature = curvature,
                OnStep = step =>
                {
                    steps++;
                    // The decrease is known only up to the rounding of the values.
                    double rounding = 2e-13 * Math.Abs(step.ValueBefore);
                    Assert.True(step.SlopeBefore < 0);
                    Assert.True(step.Value <= step.ValueBefore + 1e-4 * step.Length * step.SlopeBefore + rounding, step.ToString());
                    Assert.True(Math.Abs(step.Slope) <= curvature * -step.SlopeBefore, step.ToString());
                },
            };
            MinimizationResult result = Search.Lbfgs(
                (x, g) =>
                {
                    // Σ a (x − c)⁴ + b (x − c)² + (mixᵀ(x − c))⁴
                    double sum = 0, dot = 0;
                    for (int i = 0; i < n; i++) dot += mix[i] * (x[i] - c[i]);
                    for (int i = 0; i < n; i++)
                    {
                        double z = x[i] - c[i];
                        sum += a[i] * z * z * z * z + b[i] * z * z;
                        g[i] = 4 * a[i] * z * z * z + 2 * b[i] * z + 4 * dot * dot * dot * mix[i];
                    }

                    return sum + dot * dot * dot * dot;
                },
                new double[n], options);
            Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
            for (int i = 0; i < n; i++) Assert.Equal(c[i], result.X[i], 1e-5);
        }

        Assert.True(steps > 500);

        double[] Positive(int n) => [.. Enumerable.Range(0, n).Select(_ => Math.Exp(2 * random.NextNormal()))];
    }
}
