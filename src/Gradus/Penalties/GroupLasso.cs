using System.Numerics;
using Gradus.Algebra;

namespace Gradus.Penalties;

/// <summary>
/// The group lasso with the rows of a weight as groups: λ Σᵢ √p ‖wᵢ‖₂, p being the length of a row. Yuan, Lin (2006), eq. 2.1.
/// </summary>
/// <remarks>
/// A row leads to one output; in a convolution it is a filter. Whole rows become small together, and with
/// <paramref name="Proximal"/> exactly 0: such an output can be cut out of the model.
/// </remarks>
/// <param name="Strength">λ.</param>
/// <param name="Proximal">Whether to shrink rows after the step instead of through the gradient.</param>
[Method("groupLasso", "the lasso of whole rows: outputs or filters that are not needed go to 0 together",
    Choose = "Thinner layers: with proximal=true whole neurons or filters become exactly 0 and can be removed.",
    Source = "Yuan, Lin 2006, eq. 2.1; for filters Wen et al. 2016, eq. 3")]
[Convention("PyTorch", "none built in; weight.flatten(1).norm(dim=1).sum() is this without √p")]
[Convention("the paper", "Yuan, Lin: the same; Wen et al. leave √p out")]
public readonly record struct GroupLasso(
    [Param("factor of the penalty", Min = 0)] double Strength,
    [Param("shrink rows after the step instead of a gradient: exact zeros")] bool Proximal = false) : ITensorPenalty
{
    /// <inheritdoc/>
    public double Add<E>(Matrix<E> weight, Matrix<E> gradient) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        double λ = Strength * Math.Sqrt(weight.Columns), sum = 0;
        for (int i = 0; i < weight.Rows; i++)
        {
            double norm = Row.Norm<E>(weight[i]);
            sum += norm;
            // At 0 any vector up to λ long is a subgradient; 0 is the one that keeps the row there.
            if (norm != 0 && !gradient.IsEmpty) Row.AddTimes(gradient[i], λ / norm, weight[i]);
        }

        return λ * sum;
    }

    /// <inheritdoc/>
    public void Prox<E>(Matrix<E> weight, double step) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        double threshold = step * Strength * Math.Sqrt(weight.Columns);
        for (int i = 0; i < weight.Rows; i++)
        {
            double norm = Row.Norm<E>(weight[i]);
            if (norm <= threshold) weight[i].Clear();
            else Row.Scale(weight[i], 1 - threshold / norm);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Formula(FormulaStyle style) => style == FormulaStyle.Latex
        ? [@"R(W) = \lambda \sum_i \sqrt{p}\, \lVert w_i \rVert_2", @"\frac{\partial R}{\partial w_i} = \lambda \sqrt{p}\, \frac{w_i}{\lVert w_i \rVert_2}"]
        : ["R(W) = λ·Σ_i √p·‖w_i‖₂,  w_i a row of p weights", "∂R/∂w_i = λ·√p·w_i/‖w_i‖₂, 0 where w_i = 0"];
}
