using System.Numerics;
using Gradus.Algebra;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>One softmax loss over rows of logits, in one interpreter.</summary>
internal sealed unsafe partial class SoftmaxJob<TLoss, TLogits, TLanes, E>(TLoss loss, TLogits logits, Rows<E> rows, SoftmaxSettings<E> settings, double[] sums) : Job
    where TLoss : struct, ISoftmaxLoss
    where TLogits : struct, ILogits<TLanes, E>
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Registers whose maximum is found before their exponentials are added: they stay in the first cache.</summary>
    private const nint Block = 128;

    private readonly double _smoothing = loss.LabelSmoothing;
    private readonly int _ignored = loss.IgnoreIndex;

    public override void Run(int part, int parts)
    {
        nint perUnit = SoftmaxSettings<E>.RowsPerUnit(rows), last = sums.Length * (nint)(part + 1) / parts;
        for (nint unit = sums.Length * (nint)part / parts; unit < last; unit++)
        {
            nint end = nint.Min((unit + 1) * perUnit, rows.Count);
            nint row = unit * perUnit;
            double sum = 0;
            if (rows.Classes <= FewClasses && TLanes.Count > 1)
            {
                for (; row <= end - TLanes.Count; row += TLanes.Count) sum += Together(row);
            }

            for (; row < end; row++) sum += Row(row);
            sums[unit] = sum;
        }
    }

    private double Row(nint row)
    {
        E* x = rows.Logits + row * rows.Classes;
        E* gradient = rows.Gradient == null ? null : rows.Gradient + row * rows.Classes;
        double value = 0, weight = rows.Weight == null ? 1 : double.CreateTruncating(rows.Weight[row]);
        if (weight == 0 || (rows.Target != null && rows.Target[row] == _ignored))
        {
            if (gradient != null) new Span<E>(gradient, checked((int)rows.Classes)).Clear();
        }
        else
        {
            Normalizer normalizer = Normalize(x, row);
            value = rows.Target != null && _smoothing == 0
                ? Single(x, row, normalizer, gradient, weight)
                : Spread(x, row, normalizer, gradient, weight);
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
    private Normalizer Normalize(E* x, nint row)
    {
        double max = double.NegativeInfinity, sum = 0;
        nint step = Block * TLanes.Count;
        for (nint begin = 0; begin < rows.Classes; begin += step)
        {
            nint end = nint.Min(begin + step, rows.Classes);
            TLanes largest = TLanes.Constant(double.NegativeInfinity);
            for (nint i = begin; i < end; i += TLanes.Count) largest = TLanes.Max(largest, Load(x, row, i));
            double blockMax = double.CreateTruncating(largest.Largest());
            double shift = Math.Max(max, blockMax);
            if (double.IsNegativeInfinity(shift)) continue;
            TLanes total = TLanes.Zero, by = TLanes.Constant(shift);
            for (nint i = begin; i < end; i += TLanes.Count) total += TLanes.Exp(Load(x, row, i) - by);
            sum = sum * Math.Exp(max - shift) + double.CreateTruncating(total.Sum());
            max = shift;
        }

        return new(max, Math.Log(sum));
    }

    /// <summary>The whole target lies on one class: L = w F(log p_y), ∂L/∂x = w s F′ (e_y − p).</summary>
    private double Single(E* x, nint row, Normalizer normalizer, E* gradient, double weight)
    {
        nint target = (nint)rows.Target[row];
        if (settings.Weights != null) weight *= double.CreateTruncating(settings.Weights[target]);
        if (weight == 0)
        {
            if (gradient != null) new Span<E>(gradient, checked((int)rows.Classes)).Clear();
            return 0;
        }

        Scalar<double> logProbability = new(double.CreateTruncating(logits.Move(x[target], row, target)) - normalizer.Max - normalizer.LogSum);
        Dual<Scalar<double>> f = loss.At(Dual<Scalar<double>>.Variable(logProbability));
        if (gradient != null)
        {
            double pull = weight * f.Slope.Value * settings.Reduction * logits.Slope;
            TLanes back = TLanes.Constant(-pull), max = TLanes.Constant(normalizer.Max), log = TLanes.Constant(normalizer.LogSum);
            for (nint i = 0; i < rows.Classes; i += TLanes.Count)
            {
                Store(back * TLanes.Exp(Load(x, row, i) - max - log), gradient, i);
            }

            // Where p is near 1, pull − pull·p would lose its digits: 1 − p is exact from log p.
            gradient[target] = E.CreateTruncating(pull * OneMinusExp(logProbability.Value));
        }

        return weight * f.Value.Value;
    }

    /// <summary>1 − eˣ by Kahan's correction: .NET's own <see cref="double.ExpM1(double)"/> subtracts 1 from the rounded power.</summary>
    private static double OneMinusExp(double x)
    {
        double u = Math.Exp(x);
        return u == 1 ? -x : u == 0 ? 1 : (1 - u) * (x / Math.Log(u));
    }

    /// <summary>The target is spread: L = Σ a F(log p), ∂L/∂x_k = s [a_k F′(log p_k) − p_k Σ a F′], with a = w q.</summary>
    private double Spread(E* x, nint row, Normalizer normalizer, E* gradient, double weight)
    {
        TLanes max = TLanes.Constant(normalizer.Max), log = TLanes.Constant(normalizer.LogSum);
        double value = 0, slopes = 0;
        for (nint i = 0; i < rows.Classes; i += TLanes.Count)
        {
            (TLanes share, Dual<TLanes> f) = Class(x, row, i, max, log);
            value += double.CreateTruncating(Where(share, share * f.Value).Sum());
            slopes += double.CreateTruncating(Where(share, share * f.Slope).Sum());
        }

        if (gradient == null) return weight * value;
        TLanes all = TLanes.Constant(slopes), scaled = TLanes.Constant(weight * settings.Reduction * logits.Slope);
        for (nint i = 0; i < rows.Classes; i += TLanes.Count)
        {
            (TLanes share, Dual<TLanes> f) = Class(x, row, i, max, log);
            TLanes probability = TLanes.Exp(Load(x, row, i) - max - log);
            Store(scaled * (Where(share, share * f.Slope) - probability * all), gradient, i);
        }

        return weight * value;
    }

    private (TLanes Share, Dual<TLanes> F) Class(E* x, nint row, nint i, TLanes max, TLanes log)
    {
        TLanes logProbability = Load(x, row, i) - max - log;
        return (Share(row, i), loss.At(Dual<TLanes>.Variable(logProbability)));
    }

    /// <summary>a = w q of neighbouring classes; 0 beyond the last.</summary>
    private TLanes Share(nint row, nint i)
    {
        E even = E.CreateTruncating(_smoothing / rows.Classes), rest = E.CreateTruncating(1 - _smoothing);
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
            shares[k] = (rest * q + even) * (settings.Weights == null ? E.One : settings.Weights[c]);
        }

        return TLanes.Load(shares);
    }

    /// <summary>A class without a share costs nothing, also where its log-probability is −∞.</summary>
    private static TLanes Where(TLanes share, TLanes x) =>
        TLanes.Select(TLanes.Abs(share) < TLanes.Constant(double.CreateTruncating(E.Epsilon)), TLanes.Zero, x);

    /// <summary>A register of logits as the loss sees them; −∞ beyond the last class.</summary>
    private TLanes Load(E* x, nint row, nint i) =>
        i + TLanes.Count <= rows.Classes ? logits.Move(TLanes.Load(x + i), row, i) : Last(x, row, i);

    private TLanes Last(E* x, nint row, nint i)
    {
        E* lanes = stackalloc E[TLanes.Count];
        for (int k = 0; k < TLanes.Count; k++) lanes[k] = i + k < rows.Classes ? logits.Move(x[i + k], row, i + k) : E.NegativeInfinity;
        return TLanes.Load(lanes);
    }

    private void Store(TLanes lanes, E* gradient, nint i)
    {
        if (i + TLanes.Count <= rows.Classes) lanes.Store(gradient + i);
        else Tail.Store(lanes, gradient + i, rows.Classes - i);
    }
}
