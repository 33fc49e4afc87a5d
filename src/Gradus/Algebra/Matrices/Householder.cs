namespace Gradus.Algebra;

/// <summary>
/// The orthonormal factor of A = QR by Householder's reflections, which keep Q orthonormal to the last digit whatever A is.
/// Golub, Van Loan, Matrix Computations, section 5.2.
/// </summary>
internal static class Householder
{
    /// <summary>Q, its columns turned so that R has no negative diagonal element.</summary>
    public static DenseMatrix Orthonormal(DenseMatrix matrix)
    {
        int rows = matrix.Rows, columns = matrix.Columns;
        if (rows < columns) throw new ArgumentException($"{columns} columns of {rows} numbers cannot all be orthonormal; transpose the matrix.");
        double[] r = matrix.Copy();
        double[][] mirrors = new double[columns][];
        for (int k = 0; k < columns; k++)
        {
            mirrors[k] = Mirror(r, rows, columns, k);
            Reflect(r, rows, columns, mirrors[k], k);
        }

        double[] q = new double[rows * columns];
        for (int k = 0; k < columns; k++) q[k * columns + k] = r[k * columns + k] < 0 ? -1 : 1;
        for (int k = columns - 1; k >= 0; k--) Reflect(q, rows, columns, mirrors[k], k);
        return new(rows, columns, q);
    }

    /// <summary>The unit vector whose reflection maps what column k has from row k on to a multiple of the first axis; zeros where it is nothing.</summary>
    private static double[] Mirror(double[] a, int rows, int columns, int k)
    {
        double[] mirror = new double[rows - k];
        for (int i = k; i < rows; i++) mirror[i - k] = a[i * columns + k];
        double norm = Norm(mirror);
        if (norm == 0) return mirror;
        // Away from zero, so that no digits cancel.
        mirror[0] += mirror[0] < 0 ? -norm : norm;
        norm = Norm(mirror);
        for (int i = 0; i < mirror.Length; i++) mirror[i] /= norm;
        return mirror;
    }

    private static void Reflect(double[] a, int rows, int columns, double[] mirror, int k)
    {
        for (int j = 0; j < columns; j++)
        {
            double along = 0;
            for (int i = k; i < rows; i++) along += mirror[i - k] * a[i * columns + j];
            for (int i = k; i < rows; i++) a[i * columns + j] -= 2 * along * mirror[i - k];
        }
    }

    private static double Norm(double[] x)
    {
        double largest = 0, sum = 0;
        foreach (double value in x) largest = Math.Max(largest, Math.Abs(value));
        if (largest == 0 || !double.IsFinite(largest)) return largest;
        foreach (double value in x) sum += value / largest * (value / largest);
        return largest * Math.Sqrt(sum);
    }
}
