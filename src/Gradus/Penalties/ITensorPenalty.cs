using System.Numerics;
using Gradus.Algebra;

namespace Gradus.Penalties;

/// <summary>A penalty of a whole weight matrix.</summary>
/// <remarks>
/// A layer's weight of shape (out, in, …) is a matrix of out rows: a row is all that leads to one output, in a
/// convolution a filter.
/// </remarks>
public interface ITensorPenalty : IPenalty
{
    /// <summary>Evaluates the penalty and adds its gradient to another one.</summary>
    /// <param name="weight">The weights.</param>
    /// <param name="gradient">Where the gradient is added; empty where only the value is wanted.</param>
    /// <returns>The value.</returns>
    double Add<E>(Matrix<E> weight, Matrix<E> gradient) where E : unmanaged, IBinaryFloatingPointIeee754<E>;

    /// <summary>
    /// Replaces Z by the X that minimises ½‖X − Z‖² + step·R(X). Asked for only where <see cref="IPenalty.Proximal"/> is true.
    /// </summary>
    /// <param name="weight">Z, the weights after the optimizer's step.</param>
    /// <param name="step">The rate of that step.</param>
    void Prox<E>(Matrix<E> weight, double step) where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        throw new NotSupportedException($"{GetType().Name} has no proximal step.");

    /// <summary>Value and gradient as people write them, a line each.</summary>
    IReadOnlyList<string> Formula(FormulaStyle style);
}
