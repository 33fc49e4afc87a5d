using Gradus.Algebra;

namespace Gradus.Tests.Algebra;

public class DenseMatrixTests
{
    [Fact]
    public void Rows_and_columns_and_numbers_stand_at_every_place()
    {
        DenseMatrix a = new(2, 3, [1, 2, 3, 4, 5, 6]), column = new(2, 1, [10, 20]), row = new(1, 3, [1, 2, 3]);
        Assert.Equal([11, 12, 13, 24, 25, 26], (a + column).Values);
        Assert.Equal([1, 4, 9, 4, 10, 18], (row * a).Values);
        Assert.Equal([10, 20, 30, 20, 40, 60], (column * row).Values);
        Assert.Equal([2, 4, 6, 8, 10, 12], (DenseMatrix.Constant(2) * a).Values);
        Assert.Equal([2, 2, 3, 4, 5, 6], DenseMatrix.Max(a, DenseMatrix.Constant(2)).Values);
        Assert.Equal([1, 2, 3, 0, 0, 0], DenseMatrix.Select(a < DenseMatrix.Constant(4), a, DenseMatrix.Constant(0)).Values);
    }

    [Fact]
    public void Shapes_that_do_not_meet_are_refused()
    {
        DenseMatrix a = new(2, 3), b = new(3, 2);
        Assert.Contains("2 × 3 and 3 × 2", Assert.Throws<ArgumentException>(() => a + b).Message, StringComparison.Ordinal);
        Assert.Contains("2 × 3 cannot be multiplied by one of 2 × 3", Assert.Throws<ArgumentException>(() => DenseMatrix.Product(a, a)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DenseMatrix(2, 3, [1, 2]));
    }

    [Fact]
    public void A_condition_keeps_what_is_not_finite_to_its_own_side()
    {
        DenseMatrix a = new(1, 2, [1, double.NaN]), b = new(1, 2, [double.PositiveInfinity, 2]);
        Assert.Equal([1, 2], DenseMatrix.Select(new(new(1, 2, [1, 0])), a, b).Values);
    }

    [Fact]
    public void Products_transposes_means_and_norms_are_those_of_the_textbook()
    {
        DenseMatrix a = new(2, 3, [1, 2, 3, 4, 5, 6]);
        Assert.Equal([14, 32, 32, 77], DenseMatrix.Product(a, DenseMatrix.Transpose(a)).Values);
        Assert.Equal([1, 4, 2, 5, 3, 6], DenseMatrix.Transpose(a).Values);
        Assert.Equal([2, 5], DenseMatrix.RowMeans(a).Values);
        Assert.Equal([2.5, 3.5, 4.5], DenseMatrix.ColumnMeans(a).Values);
        Assert.Equal([3.5], DenseMatrix.Mean(a).Values);
        Assert.Equal(Math.Sqrt(91), DenseMatrix.Norm(a).Values[0], 1e-14);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(5), InlineData(17)]
    public void Eigenvectors_rebuild_their_matrix_largest_eigenvalue_first(int n)
    {
        DenseMatrix a = Symmetric(n, seed: 3), v = DenseMatrix.Eigenvectors(a);
        Near(Identity(n), Gram(v), 1e-13);
        DenseMatrix diagonal = DenseMatrix.Product(DenseMatrix.Transpose(v), DenseMatrix.Product(a, v));
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) if (i != j) Assert.Equal(0, diagonal[i, j], 1e-12);
            if (i > 0) Assert.True(diagonal[i, i] <= diagonal[i - 1, i - 1]);
        }

        DenseMatrix only = DenseMatrix.Build(n, n, (i, j) => i == j ? diagonal[i, i] : 0);
        Near(a, DenseMatrix.Product(v, DenseMatrix.Product(only, DenseMatrix.Transpose(v))), 1e-12);
    }

    [Theory, InlineData(2), InlineData(4), InlineData(3)]
    public void An_inverse_root_to_the_power_p_undoes_the_matrix(int p)
    {
        DenseMatrix a = Positive(6, seed: 5), root = DenseMatrix.InverseRoot(a, p, eps: 0), power = Identity(6);
        for (int i = 0; i < p; i++) power = DenseMatrix.Product(power, root);
        Near(Identity(6), DenseMatrix.Product(power, a), 1e-9);
    }

    [Fact]
    public void What_is_added_before_a_root_is_a_share_of_the_largest_eigenvalue()
    {
        DenseMatrix diagonal = new(3, 3, [16, 0, 0, 0, 1, 0, 0, 0, 0]);
        DenseMatrix root = DenseMatrix.InverseRoot(diagonal, 2, eps: 0.25);
        Near(new(3, 3, [1 / Math.Sqrt(20), 0, 0, 0, 1 / Math.Sqrt(5), 0, 0, 0, 0.5]), root, 1e-14);
    }

    [Fact]
    public void The_root_of_nothing_is_finite() => Assert.All(DenseMatrix.InverseRoot(new(3, 3), 4, 1e-6).Values.ToArray(), x => Assert.True(double.IsFinite(x)));

    [Theory, InlineData(1, 1), InlineData(5, 5), InlineData(9, 4)]
    public void An_orthonormal_basis_spans_the_columns_in_order(int rows, int columns)
    {
        DenseMatrix a = Random(rows, columns, seed: 7), q = DenseMatrix.Orthonormal(a);
        Near(Identity(columns), Gram(q), 1e-13);
        DenseMatrix r = DenseMatrix.Product(DenseMatrix.Transpose(q), a);
        Near(a, DenseMatrix.Product(q, r), 1e-12);
        for (int i = 0; i < columns; i++)
        {
            Assert.True(r[i, i] > 0);
            for (int j = 0; j < i; j++) Assert.Equal(0, r[i, j], 1e-12);
        }
    }

    [Fact]
    public void A_basis_stays_orthonormal_where_columns_depend_on_each_other_or_are_huge()
    {
        DenseMatrix a = new(3, 3, [1e200, 2e200, 0, 1e200, 2e200, 0, 1e200, 2e200, 0]);
        Near(Identity(3), Gram(DenseMatrix.Orthonormal(a)), 1e-13);
    }

    [Theory, InlineData(4, 4), InlineData(3, 8)]
    public void Newton_Schulz_makes_every_singular_value_nearly_one(int rows, int columns)
    {
        DenseMatrix a = Random(rows, columns, seed: 11);
        DenseMatrix o = MatrixFunctions.NewtonSchulz(a, 5, 3.4445, -4.775, 2.0315, 1e-7);
        DenseMatrix s = DenseMatrix.Product(o, DenseMatrix.Transpose(o)), v = DenseMatrix.Eigenvectors(s);
        DenseMatrix values = DenseMatrix.Product(DenseMatrix.Transpose(v), DenseMatrix.Product(s, v));
        for (int i = 0; i < rows; i++) Assert.InRange(Math.Sqrt(values[i, i]), 0.6, 1.3);

        // The coefficients of the cubic iteration converge all the way, to UVᵀ: symmetric and positive beside Aᵀ.
        DenseMatrix exact = MatrixFunctions.NewtonSchulz(a, 60, 1.5, -0.5, 0, 1e-7);
        Near(Identity(rows), DenseMatrix.Product(exact, DenseMatrix.Transpose(exact)), 1e-12);
        DenseMatrix polar = DenseMatrix.Product(exact, DenseMatrix.Transpose(a));
        Near(polar, DenseMatrix.Transpose(polar), 1e-12);
    }

    [Fact]
    public void Nothing_throws_where_a_matrix_is_not_finite()
    {
        DenseMatrix bad = new(2, 2, [1, double.NaN, double.NaN, double.PositiveInfinity]);
        foreach (DenseMatrix result in (DenseMatrix[])[DenseMatrix.Eigenvectors(bad), DenseMatrix.InverseRoot(bad, 4, 1e-6), DenseMatrix.Orthonormal(bad)])
        {
            Assert.Contains(result.Values.ToArray(), double.IsNaN);
        }
    }

    private static DenseMatrix Identity(int n) => DenseMatrix.Build(n, n, (i, j) => i == j ? 1 : 0);

    private static DenseMatrix Gram(DenseMatrix a) => DenseMatrix.Product(DenseMatrix.Transpose(a), a);

    private static DenseMatrix Random(int rows, int columns, ulong seed)
    {
        SplitMix64 random = new(seed);
        return DenseMatrix.Build(rows, columns, (_, _) => random.NextNormal());
    }

    private static DenseMatrix Symmetric(int n, ulong seed)
    {
        DenseMatrix a = Random(n, n, seed);
        return a + DenseMatrix.Transpose(a);
    }

    private static DenseMatrix Positive(int n, ulong seed) => Gram(Random(2 * n, n, seed));

    private static void Near(DenseMatrix expected, DenseMatrix actual, double tolerance)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        for (int i = 0; i < expected.Values.Length; i++) Assert.Equal(expected.Values[i], actual.Values[i], tolerance);
    }
}
