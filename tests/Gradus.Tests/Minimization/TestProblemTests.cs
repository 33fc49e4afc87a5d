using Gradus.Minimization;
using Gradus.Minimization.Problems;

namespace Gradus.Tests.Minimization;

public class TestProblemTests
{
    public static TheoryData<string> Names => [.. Sets.Keys];

    /// <summary>Every problem by its name and number of variables.</summary>
    internal static Dictionary<string, ITestProblem> Sets { get; } =
        MoreGarbowHillstrom.All.Concat(MoreGarbowHillstrom.Sizes).ToDictionary(p => $"{p.Name} {p.Start.Length}");

    [Fact]
    public void There_are_all_35_in_the_order_of_the_paper() =>
        Assert.Equal(Enumerable.Range(1, 35), MoreGarbowHillstrom.All.Select(p => p.Number));

    [Theory, MemberData(nameof(Names))]
    public void Derivatives_agree_with_central_differences(string name)
    {
        ITestProblem problem = Sets[name];
        int n = problem.Start.Length, m = problem.Count;
        ResidualFunction residuals = problem.Function(n);
        Objective f = problem.SumOfSquares(n);
        HessianProduct hessian = problem.SumOfSquaresHessian(n);
        double[] start = problem.Start;
        SplitMix64 random = new((ulong)problem.Number);
        for (int round = 0; round < 3; round++)
        {
            double[] x = [.. start.Select(xi => xi + 0.1 * round * random.NextNormal() * Math.Max(0.1, Math.Abs(xi)))];
            double[] r = new double[m], jacobian = new double[m * n], gradient = new double[n];
            residuals(x, r, jacobian);
            Assert.Equal(r, problem.Values(x));
            Assert.Equal(r.Sum(ri => ri * ri), f(x, gradient));
            for (int j = 0; j < n; j++)
            {
                double h = 1e-6 * Math.Max(1e-2, Math.Abs(x[j])), size = 1e-6;
                double[] up = problem.Values(Moved(x, j, h)), down = problem.Values(Moved(x, j, -h));
                double expected = 0;
                for (int i = 0; i < m; i++)
                {
                    size = Math.Max(size, Math.Max(Math.Abs(r[i]) * 1e-2, Math.Abs(jacobian[i * n + j])));
                    expected += 2 * r[i] * jacobian[i * n + j];
                }

                for (int i = 0; i < m; i++) Assert.Equal((up[i] - down[i]) / (2 * h), jacobian[i * n + j], 1e-6 * size);
                Assert.Equal(expected, gradient[j], 1e-12 * m * size * r.Max(Math.Abs));
            }

            // H v against the gradient on both sides of x along v.
            double[] v = [.. x.Select(xi => random.NextNormal() * Math.Max(0.1, Math.Abs(xi)))], product = new double[n], after = new double[n], before = new double[n];
            hessian(x, v, product);
            const double Step = 1e-6;
            f([.. x.Zip(v, (xi, vi) => xi + Step * vi)], after);
            f([.. x.Zip(v, (xi, vi) => xi - Step * vi)], before);
            double largest = product.Concat(gradient).Max(Math.Abs);
            for (int j = 0; j < n; j++) Assert.Equal((after[j] - before[j]) / (2 * Step), product[j], 1e-7 * largest + 1e-9);
        }
    }

    [Theory]
    // As far as they are printed with other implementations of the set.
    [InlineData("rosenbrock 2", 24.2), InlineData("freudenstein and roth 2", 400.5), InlineData("beale 2", 14.203125)]
    [InlineData("helical valley 3", 2500), InlineData("powell singular 4", 215), InlineData("wood 4", 19192), InlineData("watson 6", 30)]
    [InlineData("brown and dennis 4", 7926693.336997), InlineData("extended rosenbrock 10", 121), InlineData("linear, full rank 10", 50)]
    [InlineData("meyer 3", 1.693608e9), InlineData("osborne 1 5", 0.879026), InlineData("osborne 2 11", 2.093420), InlineData("bard 3", 41.68170)]
    public void The_value_at_the_start_is_the_known_one(string name, double expected) =>
        Assert.Equal(expected, Value(Sets[name], Sets[name].Start), 1e-6 * expected);

    [Fact]
    public void The_value_is_zero_at_published_solutions()
    {
        Zero(new FreudensteinRoth(), 5, 4);
        Zero(new BrownBadlyScaled(), 1e6, 2e-6);
        Zero(new Beale(), 3, 0.5);
        Zero(new HelicalValley(), 1, 0, 0);
        Zero(new GulfResearch(), 50, 25, 1.5);
        Zero(new Box3d(), 1, 10, 1);
        Zero(new Wood(), 1, 1, 1, 1);
        Zero(new BiggsExp6(), 1, 10, 1, 5, 4, 3);
        Zero(new ExtendedPowellSingular(8), new double[8]);
        Zero(new VariablyDimensioned(4), 1, 1, 1, 1);
        Zero(new Trigonometric(4), new double[4]);
        Zero(new BrownAlmostLinear(4), 1, 1, 1, 1);
    }

    [Theory]
    [InlineData(1, 0), InlineData(-1, 0), InlineData(-1, -1), InlineData(0.3, -0.3), InlineData(2, 2e9), InlineData(-1e-3, 0.7), InlineData(0.6, 0.1)]
    public void The_angle_of_the_helical_valley_is_exact(double x, double y)
    {
        double turns = Math.Atan(y / x) / (2 * Math.PI) + (x < 0 ? 0.5 : 0);
        Assert.Equal(-100 * turns, new HelicalValley().Values([x, y, 0])[0], 3e-14);
    }

    [Fact]
    public void A_discrete_integral_equation_is_what_the_paper_writes()
    {
        double[] x = [0.3, -0.2, 0.7, 0.1];
        double[] residuals = new DiscreteIntegralEquation(4).Values(x);
        for (int i = 0; i < 4; i++)
        {
            double h = 0.2, t = (i + 1) * h, sum = 0;
            for (int j = 0; j < 4; j++)
            {
                double tj = (j + 1) * h, cube = Math.Pow(x[j] + tj + 1, 3);
                sum += j <= i ? (1 - t) * tj * cube : t * (1 - tj) * cube;
            }

            Assert.Equal(x[i] + h * sum / 2, residuals[i], 1e-15);
        }
    }

    [Fact]
    public void A_number_of_variables_that_a_problem_cannot_have_is_refused()
    {
        Assert.Equal("The problem was given 3 variables; their number must be a multiple of 2.", Refused(() => new ExtendedRosenbrock(3)));
        Assert.Equal("The problem was given 32 variables; their number must be from 2 to 31.", Refused(() => new Watson(32)));
        Assert.Equal("The problem was given 0 variables; their number must be at least 1.", Refused(() => new Chebyquad(0)));

        static string Refused(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;
    }

    private static void Zero(IResiduals problem, params double[] x) => Assert.Equal(0, Value(problem, x), 1e-28);

    private static double Value(IResiduals problem, double[] x) => problem.Values(x).Sum(r => r * r);

    private static double[] Moved(double[] x, int j, double by)
    {
        double[] moved = [.. x];
        moved[j] += by;
        return moved;
    }
}
