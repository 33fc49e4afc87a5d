using Gradus.Algebra;
using Gradus.Optimizers;

namespace Gradus.Tests.Optimizers.Tensors;

/// <summary>
/// Matrices as plain arrays and loops, and the methods that papers describe on them by other means than the library's: roots by
/// Newton's iteration and eigenvectors by orthogonal iteration, where the library rotates.
/// </summary>
internal static class Plain
{
    public static double[,] Random(int rows, int columns, ulong seed)
    {
        SplitMix64 random = new(seed);
        return Of(rows, columns, (_, _) => random.NextNormal());
    }

    public static double[,] Of(int rows, int columns, Func<int, int, double> element)
    {
        double[,] a = new double[rows, columns];
        for (int i = 0; i < rows; i++) for (int j = 0; j < columns; j++) a[i, j] = element(i, j);
        return a;
    }

    public static double[,] Identity(int n) => Of(n, n, (i, j) => i == j ? 1 : 0);

    public static double[,] Each(double[,] a, Func<double, double> f) => Of(a.GetLength(0), a.GetLength(1), (i, j) => f(a[i, j]));

    public static double[,] Each(double[,] a, double[,] b, Func<double, double, double> f) => Of(a.GetLength(0), a.GetLength(1), (i, j) => f(a[i, j], b[i, j]));

    public static double[,] Add(double[,] a, double[,] b, double factor = 1) => Each(a, b, (x, y) => x + factor * y);

    public static double[,] Scale(double[,] a, double factor) => Each(a, x => x * factor);

    public static double[,] Flip(double[,] a) => Of(a.GetLength(1), a.GetLength(0), (i, j) => a[j, i]);

    public static double[,] Times(double[,] a, double[,] b) => Of(a.GetLength(0), b.GetLength(1), (i, j) =>
    {
        double sum = 0;
        for (int k = 0; k < a.GetLength(1); k++) sum += a[i, k] * b[k, j];
        return sum;
    });

    public static double Norm(double[,] a) => Math.Sqrt(a.Cast<double>().Sum(x => x * x));

    public static double Rms(double[,] a) => Norm(a) / Math.Sqrt(a.Length);

    /// <summary>The largest eigenvalue, by power iteration.</summary>
    public static double Largest(double[,] a)
    {
        double[,] v = Random(a.GetLength(0), 1, 99);
        double λ = 0;
        for (int i = 0; i < 20_000; i++)
        {
            v = Times(a, v);
            λ = Norm(v);
            v = Scale(v, 1 / λ);
        }

        return λ;
    }

    /// <summary>(A + ελ₁I)^(−1/p) by the coupled Newton iteration.</summary>
    public static double[,] InverseRoot(double[,] a, int p, double eps)
    {
        int n = a.GetLength(0);
        double λ = Largest(a);
        double[,] m = Add(a, Identity(n), eps * λ);
        double z = (1 + p) / (2 * Norm(m));
        double[,] x = Scale(Identity(n), Math.Pow(z, 1.0 / p));
        m = Scale(m, z);
        for (int i = 0; i < 200; i++)
        {
            double[,] t = Scale(Add(Scale(Identity(n), p + 1), m, -1), 1.0 / p);
            x = Times(x, t);
            for (int k = 0; k < p; k++) m = Times(t, m);
        }

        return x;
    }

    /// <summary>Gram and Schmidt, twice.</summary>
    public static double[,] GramSchmidt(double[,] a)
    {
        double[,] q = (double[,])a.Clone();
        int rows = a.GetLength(0);
        for (int j = 0; j < a.GetLength(1); j++)
        {
            for (int twice = 0; twice < 2; twice++)
            {
                for (int k = 0; k < j; k++)
                {
                    double along = Enumerable.Range(0, rows).Sum(i => q[i, k] * q[i, j]);
                    for (int i = 0; i < rows; i++) q[i, j] -= along * q[i, k];
                }
            }

            double norm = Math.Sqrt(Enumerable.Range(0, rows).Sum(i => q[i, j] * q[i, j]));
            for (int i = 0; i < rows; i++) q[i, j] /= norm;
        }

        return q;
    }

    /// <summary>The eigenvectors of a symmetric matrix, by orthogonal iteration.</summary>
    public static double[,] Eigenvectors(double[,] a)
    {
        double[,] q = Identity(a.GetLength(0));
        for (int i = 0; i < 5000; i++) q = GramSchmidt(Times(a, q));
        return q;
    }

    /// <summary>
    /// Lets a rule and a paper's plain loop take the same steps on the loss ½‖θ‖² + ⟨noise, θ⟩ and compares them after each.
    /// </summary>
    /// <param name="rule">The rule.</param>
    /// <param name="rows">Of the parameter.</param>
    /// <param name="columns">Of the parameter.</param>
    /// <param name="paper">The next parameter, from the parameter, the gradient and the step's number.</param>
    /// <param name="steps">How many.</param>
    /// <param name="vector">Whether the parameter is one.</param>
    /// <param name="tolerance">By which they may differ.</param>
    public static void Follows(
        TensorOptimizer rule, int rows, int columns, Func<double[,], double[,], int, double[,]> paper, int steps = 25, bool vector = false, double tolerance = 1e-10)
    {
        Catalog.Check(rule);
        TensorShape shape = new(rows, columns, vector);
        TensorState<DenseMatrix> state = new(rule.Slots(shape), slot => new((int)slot.Rows, (int)slot.Columns));
        double[,] expected = Random(rows, columns, 1);
        DenseMatrix θ = Dense(expected);
        for (int t = 1; t <= steps; t++)
        {
            double[,] noise = Random(rows, columns, (ulong)t + 100);
            DenseMatrix g = θ + Dense(noise);
            expected = paper(expected, Add(expected, noise), t);
            θ = rule.Step(new(t, rule.Lr), shape, θ, g, state);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++) Assert.Equal(expected[i, j], θ[i, j], tolerance * (1 + Math.Abs(expected[i, j])));
            }
        }
    }

    public static DenseMatrix Dense(double[,] a) => new(a.GetLength(0), a.GetLength(1), [.. a.Cast<double>()]);
}
