using System.Numerics;
using Gradus.Algebra;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>The losses of anchors from their rows of similarities, and the slopes by these.</summary>
internal sealed unsafe class AnchorJob<E>(
    IAnchorLoss loss, Relation relation, nint first, nint count, E* table, E* slopes, nint stride, Parts<E> parts, double[] values, bool[] counts) : Job
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Below this many similarities, waking another thread costs more than it brings.</summary>
    public const nint WorthSharing = 1 << 12;

    [ThreadStatic]
    private static RowTape? s_tape;

    public override void Run(int part, int parts)
    {
        RowTape tape = s_tape ??= new();
        nint last = count * (part + 1) / parts;
        for (nint row = count * part / parts; row < last; row++) Row(tape, row);
    }

    private void Row(RowTape tape, nint row)
    {
        nint anchor = first + row;
        int width = relation.Columns;
        E* similarities = table + row * stride, slope = slopes + row * stride;
        tape.Begin();
        TapedRow s = tape.Variable(width, out Span<double> numbers);
        for (int j = 0; j < width; j++) numbers[j] = double.CreateTruncating(similarities[j]);

        // A span into a tape is gone when the tape grows, so each row is filled before the next is made.
        TapedRow positive = tape.Given(width, out Span<double> marks);
        bool hasPositives = relation.MarkPositives(anchor, marks);
        TapedRow negative = tape.Given(width, out marks);
        bool hasNegatives = relation.MarkNegatives(anchor, marks);
        bool valid = (hasPositives || hasNegatives) && (hasPositives || !loss.NeedsPositive) && (hasNegatives || !loss.NeedsNegative);
        if (!valid)
        {
            if (parts.Value != null) parts.Value[anchor] = E.Zero;
            if (slopes != null) new Span<E>(slope, width).Clear();
            return;
        }

        TapedRow value = loss.At(s, positive, negative);
        values[anchor] = parts.WeightOf(anchor) * tape.Value(value);
        counts[anchor] = true;
        if (parts.Value != null) parts.Value[anchor] = E.CreateTruncating(values[anchor]);
        if (slopes == null) return;
        tape.Backward(value, parts.SlopeOf(anchor));
        ReadOnlySpan<double> gradient = tape.Gradient(s);
        for (int j = 0; j < width; j++) slope[j] = E.CreateTruncating(gradient[j]);
    }
}
