using System.Runtime.CompilerServices;

namespace Gradus.Algebra;

/// <summary>A plain matrix of double-precision numbers: the reference interpreter of rules of whole tensors.</summary>
/// <remarks>Values never change: every operation yields a new matrix.</remarks>
public readonly struct DenseMatrix : IMatrix<DenseMatrix>
{
    private readonly double[]? _values;

    /// <summary>Numbers, row after row.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="values">The numbers, copied.</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than rows times columns.</exception>
    public DenseMatrix(int rows, int columns, ReadOnlySpan<double> values)
    {
        if ((long)rows * columns != values.Length) throw new ArgumentException($"{values.Length} numbers were given for {rows} rows of {columns}.");
        Rows = rows;
        Columns = columns;
        _values = values.ToArray();
    }

    internal DenseMatrix(int rows, int columns, double[] owned)
    {
        Rows = rows;
        Columns = columns;
        _values = owned;
    }

    /// <summary>Zeros.</summary>
    public DenseMatrix(int rows, int columns) : this(rows, columns, new double[checked(rows * columns)])
    {
    }

    /// <summary>How many rows.</summary>
    public int Rows { get; }

    /// <summary>How many columns.</summary>
    public int Columns { get; }

    /// <summary>The numbers, row after row.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>One element.</summary>
    public double this[int row, int column] => _values![row * Columns + column];

    internal bool IsFinite
    {
        get
        {
            foreach (double x in Values) if (!double.IsFinite(x)) return false;
            return true;
        }
    }

    /// <inheritdoc/>
    public static DenseMatrix operator +(DenseMatrix a, DenseMatrix b) => Zip(a, b, static (x, y) => x + y);

    /// <inheritdoc/>
    public static DenseMatrix operator -(DenseMatrix a, DenseMatrix b) => Zip(a, b, static (x, y) => x - y);

    /// <inheritdoc/>
    public static DenseMatrix operator *(DenseMatrix a, DenseMatrix b) => Zip(a, b, static (x, y) => x * y);

    /// <inheritdoc/>
    public static DenseMatrix operator /(DenseMatrix a, DenseMatrix b) => Zip(a, b, static (x, y) => x / y);

    /// <inheritdoc/>
    public static DenseMatrix operator -(DenseMatrix a) => Map(a, static x => -x);

    /// <inheritdoc/>
    public static Mask<DenseMatrix> operator <(DenseMatrix a, DenseMatrix b) => new(Zip(a, b, static (x, y) => x < y ? 1 : 0));

    /// <inheritdoc/>
    public static Mask<DenseMatrix> operator >(DenseMatrix a, DenseMatrix b) => new(Zip(a, b, static (x, y) => x > y ? 1 : 0));

    /// <inheritdoc/>
    public static DenseMatrix Constant(double value) => new(1, 1, [value]);

    /// <inheritdoc/>
    public static DenseMatrix Sqrt(DenseMatrix x) => Map(x, Math.Sqrt);

    /// <inheritdoc/>
    public static DenseMatrix Exp(DenseMatrix x) => Map(x, Math.Exp);

    /// <inheritdoc/>
    public static DenseMatrix Log(DenseMatrix x) => Map(x, Math.Log);

    /// <inheritdoc/>
    public static DenseMatrix Log1p(DenseMatrix x) => Map(x, static x => Scalar<double>.Log1p(new(x)).Value);

    /// <inheritdoc/>
    public static DenseMatrix Sin(DenseMatrix x) => Map(x, Math.Sin);

    /// <inheritdoc/>
    public static DenseMatrix Cos(DenseMatrix x) => Map(x, Math.Cos);

    /// <inheritdoc/>
    public static DenseMatrix Tanh(DenseMatrix x) => Map(x, Math.Tanh);

    /// <inheritdoc/>
    public static DenseMatrix Abs(DenseMatrix x) => Map(x, Math.Abs);

    /// <inheritdoc/>
    public static DenseMatrix Min(DenseMatrix a, DenseMatrix b) => Zip(a, b, Math.Min);

    /// <inheritdoc/>
    public static DenseMatrix Max(DenseMatrix a, DenseMatrix b) => Zip(a, b, Math.Max);

    /// <inheritdoc/>
    public static DenseMatrix Pow(DenseMatrix x, DenseMatrix y) => Zip(x, y, Math.Pow);

    /// <inheritdoc/>
    public static DenseMatrix Select(Mask<DenseMatrix> condition, DenseMatrix a, DenseMatrix b) =>
        Zip(Zip(condition.Bits, a, static (holds, x) => holds != 0 ? x : 0), Zip(condition.Bits, b, static (holds, y) => holds != 0 ? 0 : y), static (x, y) => x + y);

    /// <inheritdoc/>
    public static DenseMatrix Product(DenseMatrix a, DenseMatrix b)
    {
        if (a.Columns != b.Rows) throw new ArgumentException($"A matrix of {Size(a)} cannot be multiplied by one of {Size(b)}; the columns of the first must be as many as the rows of the second.");
        double[] product = new double[a.Rows * b.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            Span<double> row = product.AsSpan(i * b.Columns, b.Columns);
            for (int k = 0; k < a.Columns; k++)
            {
                double factor = a[i, k];
                ReadOnlySpan<double> other = b.Values.Slice(k * b.Columns, b.Columns);
                for (int j = 0; j < row.Length; j++) row[j] += factor * other[j];
            }
        }

        return new(a.Rows, b.Columns, product);
    }

    /// <inheritdoc/>
    public static DenseMatrix Transpose(DenseMatrix a) => Build(a.Columns, a.Rows, (i, j) => a[j, i]);

    /// <inheritdoc/>
    public static DenseMatrix RowMeans(DenseMatrix a)
    {
        double[] means = new double[a.Rows];
        for (int i = 0; i < means.Length; i++) means[i] = Sum(a.Values.Slice(i * a.Columns, a.Columns)) / a.Columns;
        return new(a.Rows, 1, means);
    }

    /// <inheritdoc/>
    public static DenseMatrix ColumnMeans(DenseMatrix a) => Transpose(RowMeans(Transpose(a)));

    /// <inheritdoc/>
    public static DenseMatrix Mean(DenseMatrix a) => Constant(Sum(a.Values) / a.Values.Length);

    /// <inheritdoc/>
    public static DenseMatrix Norm(DenseMatrix a) => Constant(Math.Sqrt(Sum((a * a).Values)));

    /// <inheritdoc/>
    public static DenseMatrix Eigenvectors(DenseMatrix a) => a.IsFinite ? SymmetricEigen.Of(a).Vectors : Map(a, static _ => double.NaN);

    /// <inheritdoc/>
    public static DenseMatrix InverseRoot(DenseMatrix a, int p, double eps)
    {
        if (!a.IsFinite) return Map(a, static _ => double.NaN);
        (DenseMatrix values, DenseMatrix vectors) = SymmetricEigen.Of(a);
        double ridge = MatrixFunctions.Ridge(values[0, 0], eps);
        DenseMatrix roots = Map(values, λ => Math.Pow(Math.Max(λ, 0) + ridge, -1.0 / p));
        return Product(vectors * roots, Transpose(vectors));
    }

    /// <inheritdoc/>
    public static DenseMatrix Orthonormal(DenseMatrix a) => Householder.Orthonormal(a);

    /// <summary>Rows in brackets, for people.</summary>
    public override string ToString()
    {
        DenseMatrix self = this;
        return string.Join(" ", Enumerable.Range(0, Rows).Select(i => $"[{string.Join(", ", Enumerable.Range(0, self.Columns).Select(j => self[i, j].ToString("g6", null)))}]"));
    }

    /// <summary>A matrix by its elements.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="element">The element at a row and a column.</param>
    public static DenseMatrix Build(int rows, int columns, Func<int, int, double> element)
    {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.Length; i++) values[i] = element(i / columns, i % columns);
        return new(rows, columns, values);
    }

    internal double[] Copy() => Values.ToArray();

    private static double Sum(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double value in x) sum += value;
        return sum;
    }

    private static DenseMatrix Map(DenseMatrix a, Func<double, double> f)
    {
        double[] values = new double[a.Values.Length];
        for (int i = 0; i < values.Length; i++) values[i] = f(a.Values[i]);
        return new(a.Rows, a.Columns, values);
    }

    private static DenseMatrix Zip(DenseMatrix a, DenseMatrix b, Func<double, double, double> f)
    {
        int rows = Meet(a.Rows, b.Rows, a, b), columns = Meet(a.Columns, b.Columns, a, b);
        return Build(rows, columns, (i, j) => f(a.At(i, j), b.At(i, j)));
    }

    /// <summary>A single row or column stands for all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double At(int row, int column) => _values![(Rows == 1 ? 0 : row) * Columns + (Columns == 1 ? 0 : column)];

    private static int Meet(int one, int other, DenseMatrix a, DenseMatrix b) =>
        one == other || other == 1 ? one
        : one == 1 ? other
        : throw new ArgumentException($"Matrices of {Size(a)} and {Size(b)} do not meet element by element; give them the same shape, or one of them a single row or column.");

    private static string Size(DenseMatrix a) => $"{a.Rows} × {a.Columns}";
}
