using Gradus.Minimization;

namespace Gradus.Tests.Minimization;

public class LbfgsBoundsTests
{
    [Fact]
    public void Bounds_are_active_at_the_solution_and_the_rest_is_stationary()
    {
        // On x ≤ ½ the banana's valley ends at (½, ¼).
        MinimizationResult result = Search.Lbfgs(Problems.Rosenbrock, [-1.2, 1], new() { Upper = [0.5, double.PositiveInfinity] });
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.Equal(0.5, result.X[0]);
        Assert.Equal(0.25, result.X[1], 1e-8);
        Assert.True(result.Gradient[0] < 0);
    }

    [Fact]
    public void Random_quadratics_in_a_box_end_where_their_optimality_conditions_hold()
    {
        SplitMix64 random = new(5);
        int active = 0, free = 0;
        for (int round = 0; round < 40; round++)
        {
            const int n = 30;
            double[] factor = [.. Enumerable.Range(0, n * n).Select(_ => random.NextNormal())], linear = [.. Enumerable.Range(0, n).Select(_ => 5 * random.NextNormal())];
            double[] lower = [.. Enumerable.Repeat(-1.0, n)], upper = [.. Enumerable.Repeat(0.5, n)];
            MinimizationResult result = Search.Lbfgs(
                (x, g) =>
                {
                    // ½‖A x‖² + ½ ‖x‖² + bᵀx
                    double sum = 0;
                    for (int i = 0; i < n; i++)
                    {
                        Assert.InRange(x[i], lower[i], upper[i]);
                        g[i] = linear[i] + x[i];
                        sum += linear[i] * x[i] + x[i] * x[i] / 2;
                    }

                    for (int i = 0; i < n; i++)
                    {
                        double row = 0;
                        for (int j = 0; j < n; j++) row += factor[i * n + j] * x[j];
                        sum += row * row / 2;
                        for (int j = 0; j < n; j++) g[j] += row * factor[i * n + j];
                    }

                    return sum;
                },
                new double[n], new() { Lower = lower, Upper = upper });
            Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
            for (int i = 0; i < n; i++)
            {
                if (result.X[i] == lower[i]) Assert.True(result.Gradient[i] >= -1e-8);
                else if (result.X[i] == upper[i]) Assert.True(result.Gradient[i] <= 1e-8);
                else Assert.Equal(0, result.Gradient[i], 1e-8);
                if (result.X[i] == lower[i] || result.X[i] == upper[i]) active++;
                else free++;
            }
        }

        Assert.True(active > 50 && free > 50);
    }

    [Fact]
    public void Bounds_that_never_bind_lead_to_the_same_minimum()
    {
        MinimizationResult result = Search.Lbfgs(Problems.Rosenbrock, [-1.2, 1], new() { Lower = [-9, -9], Upper = [9, 9] });
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.Equal(1, result.X[0], 1e-6);
        Assert.InRange(result.Iterations, 10, 60);
    }

    [Fact]
    public void A_start_outside_is_moved_in_and_a_variable_without_room_stays()
    {
        MinimizationResult result = Search.Lbfgs(Problems.Rosenbrock, [7, 7], new() { Lower = [-2, 2], Upper = [2, 2] });
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.Equal(2, result.X[1]);
    }
}
