using Gradus.Minimization;

namespace Gradus.Tests.Minimization;

/// <summary>Functions with known minima.</summary>
internal static class Problems
{
    /// <summary>Rosenbrock's function summed over pairs of variables. Moré, Garbow, Hillstrom (1981), problem 21.</summary>
    public static double Rosenbrock(ReadOnlySpan<double> x, Span<double> gradient)
    {
        double sum = 0;
        for (int i = 0; i + 1 < x.Length; i += 2)
        {
            double a = 1 - x[i], b = x[i + 1] - x[i] * x[i];
            sum += a * a + 100 * b * b;
            gradient[i] = -2 * a - 400 * b * x[i];
            gradient[i + 1] = 200 * b;
        }

        return sum;
    }

    /// <summary>½ Σ λᵢ xᵢ² with λ from 1 to the condition, evenly in their logarithms.</summary>
    public static Objective Quadratic(double condition) => (x, gradient) =>
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double λ = Math.Pow(condition, (double)i / (x.Length - 1));
            gradient[i] = λ * x[i];
            sum += λ * x[i] * x[i] / 2;
        }

        return sum;
    };
}
