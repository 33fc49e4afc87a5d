using Gradus.Optimizers;

namespace Gradus.Tests.Optimizers;

/// <summary>Rules without a reference file, against the pseudo-code of their papers: twenty steps on ½(x² + 25y²).</summary>
public class PaperRuleTests
{
    private delegate double Gradient(double x);

    [Fact]
    public void Nag_looks_ahead_by_rate_times_momentum_times_velocity() => Follows("nag(lr=0.02, momentum=0.8)", (slope, start) =>
    {
        double x = start, v = 0;
        List<double> path = [];
        for (int t = 0; t <= 20; t++)
        {
            double ahead = x - 0.02 * 0.8 * v;
            path.Add(ahead);
            v = 0.8 * v + slope(ahead);
            x -= 0.02 * v;
        }

        return path;
    });

    [Fact]
    public void Signum_steps_by_the_sign_of_its_mean_and_decays_apart() => Follows("signum(lr=0.1, momentum=0.7, weightDecay=0.05)", (slope, start) =>
    {
        double x = start, m = 0;
        List<double> path = [x];
        for (int t = 1; t <= 20; t++)
        {
            m = 0.7 * m + 0.3 * slope(x);
            x -= 0.1 * (Math.Sign(m) + 0.05 * x);
            path.Add(x);
        }

        return path;
    });

    [Fact]
    public void Nadam_with_exact_bias_is_the_papers() => Follows("nadam(lr=0.05, exactBias=true)", (slope, start) =>
    {
        double x = start, m = 0, v = 0, product = 1;
        List<double> path = [x];
        for (int t = 1; t <= 20; t++)
        {
            double g = slope(x), now = 0.9 * (1 - 0.5 * Math.Pow(0.96, t * 0.004)), next = 0.9 * (1 - 0.5 * Math.Pow(0.96, (t + 1) * 0.004));
            product *= now;
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            double mean = next * m / (1 - product * next) + (1 - now) * g / (1 - product);
            x -= 0.05 * mean / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
            path.Add(x);
        }

        return path;
    });

    [Fact]
    public void Nadam_with_a_momentum_decay_of_one_is_kerass() => Follows("nadam(lr=0.05, momentumDecay=1, exactBias=true, eps=1e-7)", (slope, start) =>
    {
        double x = start, m = 0, v = 0, product = 1;
        List<double> path = [x];
        for (int t = 1; t <= 20; t++)
        {
            double g = slope(x), now = 0.9 * (1 - 0.5 * Math.Pow(0.96, t)), next = 0.9 * (1 - 0.5 * Math.Pow(0.96, t + 1));
            product *= now;
            m += (g - m) * (1 - 0.9);
            v += (g * g - v) * (1 - 0.999);
            double mean = next * m / (1 - product * next) + (1 - now) * g / (1 - product);
            x -= mean * 0.05 / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-7);
            path.Add(x);
        }

        return path;
    });

    private static void Follows(string rule, Func<Gradient, double, List<double>> paper)
    {
        ElementwiseOptimizer optimizer = (ElementwiseOptimizer)Notation.ParseOptimizer(rule);
        Trace trace = Trace.Run(optimizer, Notation.ParseSurface("bowl"), new(3, 1), 20);
        List<double> x = paper(at => at, 3), y = paper(at => 25 * at, 1);
        for (int t = 0; t <= 20; t++)
        {
            Assert.Equal(x[t], trace.Points[t].X, 1e-12);
            Assert.Equal(y[t], trace.Points[t].Y, 1e-12);
        }
    }
}
