using System.Collections.Concurrent;
using System.Numerics;
using Gradus.Algebra;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>One row loss over rows of predictions.</summary>
/// <param name="loss">The loss.</param>
/// <param name="rows">Where the numbers lie.</param>
/// <param name="weights">How much each row counts; a row of weight 0 is left out, whatever it holds.</param>
/// <param name="scale">What the gradient is multiplied by.</param>
/// <param name="values">Receives each row's loss times its weight.</param>
/// <param name="width">Which registers to use.</param>
internal sealed unsafe class RowJob<E>(IRowLoss loss, Rows<E> rows, double[] weights, double scale, double[] values, Width width) : Job
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Tapes with more memory than this are not kept for the next sweep.</summary>
    private const long Keepable = 1 << 24;

    private static readonly ConcurrentDictionary<Width, ConcurrentBag<RowTape>> s_tapes = new();

    public override void Run(int part, int parts)
    {
        ConcurrentBag<RowTape> tapes = s_tapes.GetOrAdd(width, static _ => []);
        if (!tapes.TryTake(out RowTape? tape)) tape = new(width);
        nint last = rows.Count * (part + 1) / parts;
        for (nint row = rows.Count * part / parts; row < last; row++) values[row] = Row(tape, row);
        if (tape.Bytes <= Keepable) tapes.Add(tape);
    }

    private double Row(RowTape tape, nint row)
    {
        int count = checked((int)rows.Classes);
        double value = 0;
        if (weights[row] == 0)
        {
            if (rows.Gradient != null) new Span<E>(rows.Gradient + row * count, count).Clear();
        }
        else
        {
            tape.Begin();
            TapedRow x = tape.Variable(count, out Span<double> predictions);
            Widen(rows.Logits + row * count, predictions);
            TapedRow q = tape.Given(count, out Span<double> target);
            if (rows.Target == null)
            {
                Widen(rows.Distribution + row * count, target);
            }
            else
            {
                target.Clear();
                target[(int)rows.Target[row]] = 1;
            }

            TapedRow result = loss.At(x, q);
            value = tape.Value(result);
            if (rows.Gradient != null)
            {
                // What is not a number has no slope, though a minimum or a comparison in its formula may have hidden that.
                if (double.IsNaN(value))
                {
                    new Span<E>(rows.Gradient + row * count, count).Fill(E.NaN);
                }
                else
                {
                    tape.Backward(result, weights[row] * scale);
                    ReadOnlySpan<double> gradient = tape.Gradient(x);
                    for (int i = 0; i < count; i++) rows.Gradient[row * count + i] = E.CreateTruncating(gradient[i]);
                }
            }

            value *= weights[row];
        }

        if (rows.Value != null) rows.Value[row] = E.CreateTruncating(value);
        return value;
    }

    private static void Widen(E* from, Span<double> to)
    {
        for (int i = 0; i < to.Length; i++) to[i] = double.CreateTruncating(from[i]);
    }
}
