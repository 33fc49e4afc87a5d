namespace Gradus.Minimization;

/// <summary>A P = Q R by Householder reflections, the columns in the order of what is left of them. Businger, Golub (1965).</summary>
internal sealed class PivotedQr
{
    private readonly int _m, _n;
    private readonly double[] _columns, _rest;

    public PivotedQr(int rows, int columns)
    {
        // Zero rows, where there are fewer rows than columns, change nothing and make R square.
        (_m, _n) = (Math.Max(rows, columns), columns);
        (_columns, _rest) = (new double[_m * _n], new double[_m]);
        (R, Order, Norms, QtB) = (new double[_n * _n], new int[_n], new double[_n], new double[_n]);
    }

    /// <summary>R, n × n, row by row; nothing but its upper triangle counts.</summary>
    public double[] R { get; }

    /// <summary>Which column of A each column of R is.</summary>
    public int[] Order { get; }

    /// <summary>The lengths of the columns of A.</summary>
    public double[] Norms { get; }

    /// <summary>The first n elements of Qᵀb.</summary>
    public double[] QtB { get; }

    /// <summary>Factors A, given row by row, and turns b along.</summary>
    public void Factor(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Array.Clear(_columns);
        Array.Clear(_rest);
        b.CopyTo(_rest);
        for (int j = 0; j < _n; j++)
        {
            Span<double> column = Column(j);
            for (int i = 0; i < b.Length; i++) column[i] = a[i * _n + j];
            (Order[j], Norms[j]) = (j, Vectors.Norm(column));
        }

        for (int k = 0; k < _n; k++) Reflect(k);
        Array.Copy(_rest, QtB, _n);
    }

    private void Reflect(int k)
    {
        int pivot = k;
        double longest = -1;
        for (int j = k; j < _n; j++)
        {
            double left = Vectors.Norm(Column(j)[k..]);
            if (left > longest) (pivot, longest) = (j, left);
        }

        Swap(k, pivot);
        Span<double> v = Column(k)[k..];
        // H = I − u uᵀ/u₀ with u = v/α + e₀, α of the sign of v₀, takes v to −α e₀.
        double α = Math.CopySign(longest, v[0]);
        if (longest > 0)
        {
            foreach (ref double vi in v) vi /= α;
            v[0]++;
            Turn(v, _rest.AsSpan(k));
            for (int j = k + 1; j < _n; j++) Turn(v, Column(j)[k..]);
        }

        R[k * _n + k] = longest > 0 ? -α : 0;
        for (int j = k + 1; j < _n; j++) R[k * _n + j] = Column(j)[k];
    }

    private static void Turn(ReadOnlySpan<double> u, Span<double> b) => Vectors.AddScaled(-Vectors.Dot(u, b) / u[0], u, b);

    private Span<double> Column(int j) => _columns.AsSpan(j * _m, _m);

    private void Swap(int a, int b)
    {
        if (a == b) return;
        (Order[a], Order[b]) = (Order[b], Order[a]);
        Span<double> left = Column(a), right = Column(b);
        for (int i = 0; i < _m; i++) (left[i], right[i]) = (right[i], left[i]);
        for (int i = 0; i < a; i++) (R[i * _n + a], R[i * _n + b]) = (R[i * _n + b], R[i * _n + a]);
    }
}
