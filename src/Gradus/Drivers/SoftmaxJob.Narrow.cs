using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Drivers;

/// <summary>
/// Rows of few classes. A register that held such a row would be mostly empty, and each row would cost a sum across lanes
/// and a logarithm of its own; so as many rows as a register has lanes are turned round, and each register holds one class
/// of all of them.
/// </summary>
internal sealed unsafe partial class SoftmaxJob<TLoss, TLogits, TLanes, E>
{
    /// <summary>With more classes than this, turning rows round costs more than it saves.</summary>
    private const nint FewClasses = 32;

    /// <summary>The sum over the rows from <paramref name="row"/> on, one for each lane.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private double Together(nint row)
    {
        int lanes = TLanes.Count, classes = (int)rows.Classes;
        E* x = stackalloc E[(int)FewClasses * lanes], e = stackalloc E[(int)FewClasses * lanes];
        E* target = stackalloc E[lanes], weight = stackalloc E[lanes];
        for (int k = 0; k < lanes; k++)
        {
            E* one = rows.Logits + (row + k) * classes;
            for (int c = 0; c < classes; c++) x[c * lanes + k] = logits.Move(one[c], row + k, c);
            weight[k] = WeightOf(row + k, out target[k]);
        }

        TLanes max = TLanes.Load(x), total = TLanes.Zero;
        for (int c = 1; c < classes; c++) max = TLanes.Max(max, TLanes.Load(x + c * lanes));
        for (int c = 0; c < classes; c++)
        {
            TLanes exp = TLanes.Exp(TLanes.Load(x + c * lanes) - max);
            exp.Store(e + c * lanes);
            total += exp;
        }

        TLanes w = TLanes.Load(weight), t = TLanes.Load(target), log = TLanes.Log(total);
        TLanes value = rows.Target != null && _smoothing == 0
            ? SingleTogether(x, e, max, log, total, t, w)
            : SpreadTogether(x, e, max, log, total, t, w, row);
        if (rows.Value != null) value.Store(rows.Value + row);
        if (rows.Gradient != null)
        {
            for (int k = 0; k < lanes; k++)
            {
                E* one = rows.Gradient + (row + k) * classes;
                for (int c = 0; c < classes; c++) one[c] = e[c * lanes + k];
            }
        }

        return double.CreateTruncating(value.Sum());
    }

    /// <summary>How much a row counts, 0 where it is ignored, and which class is its target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private E WeightOf(nint row, out E target)
    {
        E weight = rows.Weight == null ? E.One : rows.Weight[row];
        target = E.NegativeOne;
        if (rows.Target == null) return weight;
        int c = (int)rows.Target[row];
        // What has weight 0 may have a class that does not exist.
        if (c == _ignored || E.IsZero(weight)) return E.Zero;
        target = E.CreateTruncating(c);
        return settings.Weights == null || _smoothing != 0 ? weight : weight * settings.Weights[c];
    }

    /// <summary>As <see cref="Single"/>: leaves the gradients where the exponentials were.</summary>
    private TLanes SingleTogether(E* x, E* e, TLanes max, TLanes log, TLanes total, TLanes target, TLanes weight)
    {
        int lanes = TLanes.Count, classes = (int)rows.Classes;
        TLanes logit = TLanes.Zero, others = TLanes.Zero;
        for (int c = 0; c < classes; c++)
        {
            Mask<TLanes> isTarget = IsTarget(target, c);
            logit = TLanes.Select(isTarget, TLanes.Load(x + c * lanes), logit);
            others += TLanes.Select(isTarget, TLanes.Zero, TLanes.Load(e + c * lanes));
        }

        Dual<TLanes> f = loss.At(Dual<TLanes>.Variable(logit - max - log));
        if (rows.Gradient != null)
        {
            // As in a row of its own, 1 − p is not computed from p, which loses its digits near 1: it is the others' share.
            TLanes pull = Where(weight, weight * f.Slope * TLanes.Constant(settings.Reduction * logits.Slope)) / total;
            for (int c = 0; c < classes; c++)
            {
                TLanes slope = TLanes.Select(IsTarget(target, c), pull * others, -pull * TLanes.Load(e + c * lanes));
                Where(weight, slope).Store(e + c * lanes);
            }
        }

        return Where(weight, weight * f.Value);
    }

    /// <summary>As <see cref="Spread"/>: leaves the gradients where the exponentials were.</summary>
    private TLanes SpreadTogether(E* x, E* e, TLanes max, TLanes log, TLanes total, TLanes target, TLanes weight, nint row)
    {
        int lanes = TLanes.Count, classes = (int)rows.Classes;
        TLanes even = TLanes.Constant(_smoothing / classes), rest = TLanes.Constant(1 - _smoothing), value = TLanes.Zero, slopes = TLanes.Zero;
        E* q = stackalloc E[lanes];
        for (int c = 0; c < classes; c++)
        {
            TLanes share;
            if (rows.Target != null)
            {
                share = TLanes.Select(IsTarget(target, c), TLanes.One, TLanes.Zero);
            }
            else
            {
                for (int k = 0; k < lanes; k++) q[k] = rows.Distribution[(row + k) * classes + c];
                share = TLanes.Load(q);
            }

            share = rest * share + even;
            if (settings.Weights != null) share *= TLanes.Constant(double.CreateTruncating(settings.Weights[c]));
            Dual<TLanes> f = loss.At(Dual<TLanes>.Variable(TLanes.Load(x + c * lanes) - max - log));
            TLanes pull = Where(share, share * f.Slope);
            value += Where(share, share * f.Value);
            slopes += pull;
            pull.Store(x + c * lanes);
        }

        if (rows.Gradient != null)
        {
            TLanes scale = weight * TLanes.Constant(settings.Reduction * logits.Slope);
            for (int c = 0; c < classes; c++)
            {
                TLanes slope = scale * (TLanes.Load(x + c * lanes) - TLanes.Load(e + c * lanes) / total * slopes);
                Where(weight, slope).Store(e + c * lanes);
            }
        }

        return Where(weight, weight * value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Mask<TLanes> IsTarget(TLanes target, int c) => TLanes.Abs(target - TLanes.Constant(c)) < TLanes.Half;
}
