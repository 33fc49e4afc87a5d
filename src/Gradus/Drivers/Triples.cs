using System.Numerics;

namespace Gradus.Drivers;

/// <summary>Predictions, targets and predicted variances in memory, and where the results go. Null means: not wanted.</summary>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
public unsafe struct Triples<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>The predictions ŷ.</summary>
    public E* Prediction;

    /// <summary>The targets y.</summary>
    public E* Target;

    /// <summary>The variances.</summary>
    public E* Variance;

    /// <summary>How much each element counts; one of weight 0 is left out, whatever it holds. Null for 1 throughout.</summary>
    public E* Weight;

    /// <summary>Receives each element's loss, times its weight.</summary>
    public E* Value;

    /// <summary>Receives each element's ∂loss/∂ŷ times its weight and <see cref="Scale"/>.</summary>
    public E* Slope;

    /// <summary>Receives each element's ∂loss/∂y times its weight and <see cref="Scale"/>.</summary>
    public E* TargetSlope;

    /// <summary>Receives each element's ∂loss/∂variance times its weight and <see cref="Scale"/>.</summary>
    public E* VarianceSlope;

    /// <summary>What the derivatives are multiplied by: 1 for a sum, 1 over what the mean divides by for a mean.</summary>
    public double Scale;
}
