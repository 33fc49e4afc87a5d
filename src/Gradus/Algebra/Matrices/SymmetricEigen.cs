namespace Gradus.Algebra;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations, each of which makes one element off the
/// diagonal zero; they end when nothing is left there. Golub, Van Loan, Matrix Computations, section 8.5.
/// </summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 60;

    /// <summary>The values as a row, the largest first, and the vectors as columns in the same order.</summary>
    public static (DenseMatrix Values, DenseMatrix Vectors) Of(DenseMatrix symmetric)
    {
        int n = symmetric.Rows;
        double[] a = symmetric.Copy(), v = new double[n * n];
        for (int i = 0; i < n; i++) v[i * n + i] = 1;
        for (int sweep = 0; sweep < MostSweeps && !IsDiagonal(a, n); sweep++)
        {
            for (int p = 0; p < n - 1; p++)
            {
                for (int q = p + 1; q < n; q++) Rotate(a, v, n, p, q);
            }
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => a[i * n + i])];
        return (
            DenseMatrix.Build(1, n, (_, j) => a[order[j] * n + order[j]]),
            DenseMatrix.Build(n, n, (i, j) => v[i * n + order[j]]));
    }

    private static bool IsDiagonal(double[] a, int n)
    {
        double off = 0, all = 0;
        for (int i = 0; i < a.Length; i++)
        {
            all += a[i] * a[i];
            if (i / n != i % n) off += a[i] * a[i];
        }

        return off <= all * 1e-34;
    }

    /// <summary>The rotation in the plane of p and q after which a[p, q] is 0.</summary>
    private static void Rotate(double[] a, double[] v, int n, int p, int q)
    {
        double apq = a[p * n + q];
        if (apq == 0) return;
        double τ = (a[q * n + q] - a[p * n + p]) / (2 * apq);
        double t = (τ >= 0 ? 1 : -1) / (Math.Abs(τ) + double.Hypot(1, τ));
        double c = 1 / double.Hypot(1, t), s = t * c;
        for (int i = 0; i < n; i++) (a[i * n + p], a[i * n + q]) = (c * a[i * n + p] - s * a[i * n + q], s * a[i * n + p] + c * a[i * n + q]);
        for (int j = 0; j < n; j++) (a[p * n + j], a[q * n + j]) = (c * a[p * n + j] - s * a[q * n + j], s * a[p * n + j] + c * a[q * n + j]);
        for (int i = 0; i < n; i++) (v[i * n + p], v[i * n + q]) = (c * v[i * n + p] - s * v[i * n + q], s * v[i * n + p] + c * v[i * n + q]);
    }
}
