namespace Gradus.Algebra;

/// <summary>
/// A matrix in which an update rule can be written: everything that <see cref="IReal{T}"/> has, element by element, and
/// what looks at the matrix as a whole.
/// </summary>
/// <remarks>
/// Element by element, shapes meet as in every array language: a number stands at every place, a column beside every
/// column, a row under every row. Where a matrix is not finite, its decompositions are NaN; none throws.
/// </remarks>
/// <typeparam name="M">The interpreter itself.</typeparam>
public interface IMatrix<M> : IReal<M> where M : struct, IMatrix<M>
{
    /// <summary>The matrix product AB.</summary>
    static abstract M Product(M a, M b);

    /// <summary>The transpose Aᵀ.</summary>
    static abstract M Transpose(M a);

    /// <summary>The mean of each row, as a column.</summary>
    static abstract M RowMeans(M a);

    /// <summary>The mean of each column, as a row.</summary>
    static abstract M ColumnMeans(M a);

    /// <summary>The mean of all elements, a number.</summary>
    static abstract M Mean(M a);

    /// <summary>The Frobenius norm ‖A‖, a number.</summary>
    static abstract M Norm(M a);

    /// <summary>Of a symmetric matrix, the orthonormal eigenvectors as columns, that of the largest eigenvalue first.</summary>
    static abstract M Eigenvectors(M a);

    /// <summary>(A + ελ₁I)^(−1/p) of a symmetric matrix without negative eigenvalues, λ₁ being the largest of them.</summary>
    /// <param name="a">A; what rounding left below zero counts as zero.</param>
    /// <param name="p">The root.</param>
    /// <param name="eps">ε: keeps directions without any size finite.</param>
    static abstract M InverseRoot(M a, int p, double eps);

    /// <summary>Q of A = QR, R having no negative diagonal element: an orthonormal basis of what the columns span.</summary>
    static abstract M Orthonormal(M a);
}
