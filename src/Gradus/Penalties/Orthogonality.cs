using System.Buffers;
using System.Numerics;
using Gradus.Algebra;

namespace Gradus.Penalties;

/// <summary>
/// Soft orthogonality: λ‖WᵀW − I‖², of a wide matrix λ‖WWᵀ − I‖². Its gradient is 4λW(WᵀW − I). Bansal et al. (2018), eq. 3.
/// </summary>
/// <remarks>
/// The two differ by the constant λ·|rows − columns| and so have one gradient; the smaller product is taken, which can
/// become the identity and is cheaper.
/// </remarks>
/// <param name="Strength">λ.</param>
[Method("orthogonality", "pulls a weight's rows or columns towards an orthonormal set",
    Choose = "Deep or recurrent networks whose signals should neither fade nor blow up, and features that should not repeat each other.",
    Source = "Brock et al. 2017, eq. 1; Bansal, Chen, Wang 2018, eq. 3")]
[Convention("PyTorch", "none as a penalty; nn.utils.parametrizations.orthogonal constrains the weight instead")]
[Convention("Keras", "OrthogonalRegularizer: the mean of |cosines| between rows, another function")]
[Convention("the paper", "Bansal et al.: the same; Brock et al. take the sum of absolute values")]
public readonly record struct Orthogonality(
    [Param("factor of the penalty", Min = 0)] double Strength) : ITensorPenalty
{
    /// <inheritdoc/>
    public double Add<E>(Matrix<E> weight, Matrix<E> gradient) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        bool wide = weight.Rows <= weight.Columns;
        int size = wide ? weight.Rows : weight.Columns;
        E[] rented = ArrayPool<E>.Shared.Rent(size * size);
        Matrix<E> gram = new(rented.AsSpan(0, size * size), size, size);
        gram.Values.Clear();
        if (wide) OfRows(weight, gram);
        else OfColumns(weight, gram);
        for (int k = 0; k < size; k++) gram[k][k] -= E.One;

        double value = Strength * Row.Dot<E>(gram.Values, gram.Values);
        for (int i = 0; i < weight.Rows && !gradient.IsEmpty; i++)
        {
            // Row i of (WWᵀ − I)W, or of W(WᵀW − I).
            for (int k = 0; k < size; k++)
            {
                double factor = 4 * Strength * double.CreateTruncating(wide ? gram[i][k] : weight[i][k]);
                Row.AddTimes(gradient[i], factor, wide ? weight[k] : gram[k]);
            }
        }

        ArrayPool<E>.Shared.Return(rented);
        return value;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Formula(FormulaStyle style) => style == FormulaStyle.Latex
        ? [@"R(W) = \lambda\, \lVert W^\top W - I \rVert_F^2", @"\frac{\partial R}{\partial W} = 4 \lambda\, W \left(W^\top W - I\right)"]
        : ["R(W) = λ·‖WᵀW − I‖²,  of a wide W λ·‖WWᵀ − I‖²", "∂R/∂W = 4·λ·W·(WᵀW − I)"];

    private static void OfRows<E>(Matrix<E> weight, Matrix<E> gram) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        for (int i = 0; i < weight.Rows; i++)
        {
            for (int k = 0; k <= i; k++) gram[i][k] = gram[k][i] = E.CreateTruncating(Row.Dot<E>(weight[i], weight[k]));
        }
    }

    private static void OfColumns<E>(Matrix<E> weight, Matrix<E> gram) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        for (int i = 0; i < weight.Rows; i++)
        {
            for (int k = 0; k < weight.Columns; k++) Row.AddTimes(gram[k], double.CreateTruncating(weight[i][k]), weight[i]);
        }
    }
}
