namespace Gradus.Minimization;

/// <summary>Small dense systems of linear equations.</summary>
internal static class LinearSystem
{
    /// <summary>Solves A X = B by elimination with partial pivoting; A is used up, B becomes X. False where A is singular.</summary>
    /// <param name="a">A, n × n, row by row.</param>
    /// <param name="b">B, n × columns, row by row.</param>
    /// <param name="n">How many unknowns.</param>
    /// <param name="columns">How many right-hand sides.</param>
    public static bool Solve(Span<double> a, Span<double> b, int n, int columns)
    {
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
            {
                if (Math.Abs(a[i * n + k]) > Math.Abs(a[pivot * n + k])) pivot = i;
            }

            if (!(Math.Abs(a[pivot * n + k]) > 0)) return false;
            Swap(a, k * n, pivot * n, n);
            Swap(b, k * columns, pivot * columns, columns);
            for (int i = k + 1; i < n; i++)
            {
                double factor = a[i * n + k] / a[k * n + k];
                Vectors.AddScaled(-factor, a.Slice(k * n, n), a.Slice(i * n, n));
                Vectors.AddScaled(-factor, b.Slice(k * columns, columns), b.Slice(i * columns, columns));
            }
        }

        for (int k = n - 1; k >= 0; k--)
        {
            Span<double> row = b.Slice(k * columns, columns);
            for (int j = k + 1; j < n; j++) Vectors.AddScaled(-a[k * n + j], b.Slice(j * columns, columns), row);
            foreach (ref double x in row)
            {
                x /= a[k * n + k];
                if (!double.IsFinite(x)) return false;
            }
        }

        return true;
    }

    private static void Swap(Span<double> m, int a, int b, int count)
    {
        if (a == b) return;
        for (int i = 0; i < count; i++) (m[a + i], m[b + i]) = (m[b + i], m[a + i]);
    }
}
