using System.Numerics;

namespace Gradus.Drivers;

/// <summary>What a softmax loss holds beside its formula, as the sweep needs it. Null means: none.</summary>
/// <param name="weights">A weight for each class.</param>
/// <param name="offsets">Added to the logit of each class.</param>
/// <param name="margins">Taken off a class's logit where it is the target.</param>
/// <param name="scale">What the logits are multiplied by after that.</param>
/// <param name="reduction">What the gradient is multiplied by: 1 for a sum, 1 over what a mean divides by.</param>
internal readonly unsafe struct SoftmaxSettings<E>(E* weights, E* offsets, E* margins, double scale, double reduction)
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>About how many logits make a unit of work; sums are taken over units in order, so that they do not depend on the threads.</summary>
    private const nint Unit = 1 << 12;

    /// <summary>Rows of a unit are a multiple of this, so that short rows fill whole registers across.</summary>
    private const nint Together = 16;

    public E* Weights { get; } = weights;

    public E* Offsets { get; } = offsets;

    public E* Margins { get; } = margins;

    public double Scale { get; } = scale;

    public double Reduction { get; } = reduction;

    public bool IsPlain => Scale == 1 && Offsets == null && Margins == null;

    /// <summary>How many rows make a unit.</summary>
    public static nint RowsPerUnit(Rows<E> rows)
    {
        nint count = Unit / nint.Max(rows.Classes, 1);
        return count < Together ? nint.Max(count, 1) : count / Together * Together;
    }

    /// <summary>How many units there are.</summary>
    public static nint Units(Rows<E> rows) => (rows.Count + RowsPerUnit(rows) - 1) / RowsPerUnit(rows);
}
