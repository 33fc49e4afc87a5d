using System.Numerics;
using Gradus.Algebra;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>One softmax loss over rows of logits, in one interpreter.</summary>
internal sealed unsafe class SoftmaxJob<TLoss, TLanes, E>(TLoss loss, Rows<E> rows, E* weights, double scale, double[] values) : Job
    where TLoss : struct, ISoftmaxLoss
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Registers whose maximum is found before their exponentials are added: they stay in the first cache.</summary>
    private const nint Block = 128;

    public override void Run(int part, int parts)
    {
        nint last = rows.Count * (part + 1) / parts;
        for (nint row = rows.Count * part / parts; row < last; row++) values[row] = Row(row);
    }

    private double Row(nint row)
    {
        E* x = rows.Logits + row * rows.Classes;
        E* gradient = rows.Gradient == null ? null : rows.Gradient + row * rows.Classes;
        double value = 0;
        if (rows.Target != null && rows.Target[row] == loss.IgnoreIndex)
        {
            if (gradient != null) new Span<E>(gradient, checked((int)rows.Classes)).Clear();
        }
        else
        {
            Normalizer normalizer = Normalize(x);
            value = rows.Target != null && loss.LabelSmoothing == 0
                ? Single(x, rows.Target[row], normalizer, gradient)
                : Spread(x, row, normalizer, gradient);
        }

        if (rows.Value != null) rows.Value[row] = E.CreateTruncating(value);
        return value;
    }

    /// <summary>
    /// log p = (x − Max) − LogSum. The two are subtracted one after the other: their sum would round away digits of
    /// large logits in single precision.
    /// </summary>
    private readonly record struct Normalizer(double Max, double LogSum);

    /// <summary>max x and log Σ exp(x − max), reading the row once: the sum is rescaled where a larger maximum turns up.</summary>
    private Normalizer Normalize(E* x)
    {
        double max = double.NegativeInfinity, sum = 0;
        nint step = Block * TLanes.Count;
        for (nint begin = 0; begin < rows.Classes; begin += step)
        {
            nint end = nint.Min(begin + step, rows.Classes);
            TLanes largest = TLanes.Constant(double.NegativeInfinity);
            for (nint i = begin; i < end; i += TLanes.Count) largest = TLanes.Max(largest, Load(x, i, end));
            double blockMax = double.CreateTruncating(largest.Largest());
            double shift = Math.Max(max, blockMax);
            if (double.IsNegativeInfinity(shift)) continue;
            TLanes total = TLanes.Zero, by = TLanes.Constant(shift);
            for (nint i = begin; i < end; i += TLanes.Count) total += TLanes.Exp(Load(x, i, end) - by);
            sum = sum * Math.Exp(max - shift) + double.CreateTruncating(total.Sum());
            max = shift;
        }

        return new(max, Math.Log(sum));
    }

    /// <summary>The whole target lies on one class: L = w F(log p_y), ∂L/∂x = w F′ (e_y − p).</summary>
    private double Single(E* x, long target, Normalizer normalizer, E* gradient)
    {
        double weight = weights == null ? 1 : double.CreateTruncating(weights[target]);
        Scalar<double> logProbability = new(double.CreateTruncating(x[target]) - normalizer.Max - normalizer.LogSum);
        Dual<Scalar<double>> f = loss.At(Dual<Scalar<double>>.Variable(logProbability));
        if (gradient != null)
        {
            double pull = weight * f.Slope.Value * scale;
            TLanes back = TLanes.Constant(-pull), max = TLanes.Constant(normalizer.Max), log = TLanes.Constant(normalizer.LogSum);
            for (nint i = 0; i < rows.Classes; i += TLanes.Count)
            {
                Store(back * TLanes.Exp(Load(x, i, rows.Classes) - max - log), gradient, i);
            }

            // Where p is near 1, pull − pull·p would lose its digits: 1 − p is exact from log p.
            gradient[target] = E.CreateTruncating(-pull * double.ExpM1(logProbability.Value));
        }

        return weight * f.Value.Value;
    }

    /// <summary>The target is spread: L = Σ a F(log p), ∂L/∂x_k = a_k F′(log p_k) − p_k Σ a F′, with a = w q.</summary>
    private double Spread(E* x, nint row, Normalizer normalizer, E* gradient)
    {
        TLanes max = TLanes.Constant(normalizer.Max), log = TLanes.Constant(normalizer.LogSum);
        double value = 0, slopes = 0;
        for (nint i = 0; i < rows.Classes; i += TLanes.Count)
        {
            (TLanes share, Dual<TLanes> f) = Class(x, row, i, max, log);
            value += double.CreateTruncating(Where(share, share * f.Value).Sum());
            slopes += double.CreateTruncating(Where(share, share * f.Slope).Sum());
        }

        if (gradient == null) return value;
        TLanes all = TLanes.Constant(slopes), scaled = TLanes.Constant(scale);
        for (nint i = 0; i < rows.Classes; i += TLanes.Count)
        {
            (TLanes share, Dual<TLanes> f) = Class(x, row, i, max, log);
            TLanes probability = TLanes.Exp(Load(x, i, rows.Classes) - max - log);
            Store(scaled * (Where(share, share * f.Slope) - probability * all), gradient, i);
        }

        return value;
    }

    private (TLanes Share, Dual<TLanes> F) Class(E* x, nint row, nint i, TLanes max, TLanes log)
    {
        TLanes logProbability = Load(x, i, rows.Classes) - max - log;
        return (Share(row, i), loss.At(Dual<TLanes>.Variable(logProbability)));
    }

    /// <summary>a = w q of neighbouring classes; 0 beyond the last.</summary>
    private TLanes Share(nint row, nint i)
    {
        E even = E.CreateTruncating(loss.LabelSmoothing / rows.Classes), rest = E.CreateTruncating(1 - loss.LabelSmoothing);
        E* shares = stackalloc E[TLanes.Count];
        for (int k = 0; k < TLanes.Count; k++)
        {
            nint c = i + k;
            if (c >= rows.Classes)
            {
                shares[k] = E.Zero;
                continue;
            }

            E q = rows.Target != null ? (rows.Target[row] == c ? E.One : E.Zero) : rows.Distribution[row * rows.Classes + c];
            shares[k] = (rest * q + even) * (weights == null ? E.One : weights[c]);
        }

        return TLanes.Load(shares);
    }

    /// <summary>A class without a share costs nothing, also where its log-probability is −∞.</summary>
    private static TLanes Where(TLanes share, TLanes x) => TLanes.Select(TLanes.Abs(share) > TLanes.Zero, x, TLanes.Zero);

    private static TLanes Load(E* x, nint i, nint end) =>
        i + TLanes.Count <= end ? TLanes.Load(x + i) : Tail.Load<TLanes, E>(x + i, end - i, E.NegativeInfinity);

    private void Store(TLanes lanes, E* gradient, nint i)
    {
        if (i + TLanes.Count <= rows.Classes) lanes.Store(gradient + i);
        else Tail.Store(lanes, gradient + i, rows.Classes - i);
    }
}
