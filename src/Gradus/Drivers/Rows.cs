using System.Numerics;

namespace Gradus.Drivers;

/// <summary>Rows of logits with their targets in memory, and where the results go. Null means: not there, not wanted.</summary>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
public unsafe struct Rows<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>How many rows.</summary>
    public nint Count;

    /// <summary>How many classes: the length of a row.</summary>
    public nint Classes;

    /// <summary>The logits x, row after row.</summary>
    public E* Logits;

    /// <summary>The target class of each row; or null where <see cref="Distribution"/> is given.</summary>
    public long* Target;

    /// <summary>
    /// The target distribution of each row. Its shares are taken as they are: they need not add up to 1 or be positive, and
    /// NaN comes out as NaN.
    /// </summary>
    public E* Distribution;

    /// <summary>How much each row counts; a row of weight 0 is left out, whatever it holds. Null for 1 throughout.</summary>
    public E* Weight;

    /// <summary>Receives each row's loss.</summary>
    public E* Value;

    /// <summary>Receives ∂loss/∂x, scaled for the reduction; may be <see cref="Logits"/> itself.</summary>
    public E* Gradient;

    /// <summary>Whether a row counts, and how much by its own weight.</summary>
    /// <exception cref="ArgumentException">Its weight is not 0, but its target class does not exist.</exception>
    internal readonly bool Counts(nint row, int ignored, out double weight)
    {
        weight = Weight == null ? 1 : double.CreateTruncating(Weight[row]);
        if (weight == 0) return false;
        if (Target == null) return true;
        long target = Target[row];
        if (target == ignored) return false;
        return (ulong)target < (ulong)Classes ? true : throw new ArgumentException(
            $"Row {row} has target class {target}, but the predictions have {Classes} classes (0 to {Classes - 1}); correct the label, or mark rows to skip with {ignored}.");
    }
}
