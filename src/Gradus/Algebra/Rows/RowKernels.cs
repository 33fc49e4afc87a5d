using System.Runtime.CompilerServices;
using Gradus.Drivers;

namespace Gradus.Algebra.Rows;

/// <summary>Where the numbers of an argument lie: a row, or one register of a number that is the same at every place.</summary>
/// <param name="start">The first number.</param>
/// <param name="isUniform">Whether every place reads the same register.</param>
internal readonly unsafe struct Operand(double* start, bool isUniform)
{
    private readonly nint _mask = isUniform ? 0 : -1;

    public bool IsUniform => _mask == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double* At(nint place) => start + (place & _mask);
}

/// <summary>The loops over whole rows, in one register width.</summary>
internal abstract unsafe class RowKernels
{
    /// <summary>Doubles in the widest register: the memory of every row is a multiple of it.</summary>
    public const int Block = 8;

    public static RowKernels For(Width width)
    {
        Choice choice = new();
        width.Use<double, Choice>(ref choice);
        return choice.Kernels!;
    }

    /// <summary>Applies a function place by place.</summary>
    public abstract void Map(Operation function, Operand a, Operand b, double* result, nint count);

    /// <summary>Takes a where the condition holds, b elsewhere.</summary>
    public abstract void Select(Operand condition, Operand a, Operand b, double* result, nint count);

    /// <summary>Adds to the adjoint of an argument of a function what comes through the function's result.</summary>
    /// <param name="function">The function.</param>
    /// <param name="second">Whether it is the second argument.</param>
    /// <param name="a">The first argument.</param>
    /// <param name="b">The second argument.</param>
    /// <param name="above">The adjoint of the result.</param>
    /// <param name="into">The adjoint of the argument.</param>
    /// <param name="count">How many places the result has.</param>
    /// <param name="gather">Whether one number served all places, so that what they send back is added up.</param>
    public abstract void Pull(Operation function, bool second, Operand a, Operand b, double* above, double* into, nint count, bool gather);

    /// <summary>The same for what was chosen by a condition.</summary>
    public abstract void PullSelected(Operand condition, bool second, double* above, double* into, nint count, bool gather);

    /// <summary>Adds a number at every place.</summary>
    public abstract void Spread(double number, double* into, nint count);

    public abstract double Sum(double* x, nint count);

    public abstract double Largest(double* x, nint count);

    private struct Choice : ILanesUser<double>
    {
        public RowKernels? Kernels { get; private set; }

        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, double> => Kernels = RowKernels<TLanes>.Instance;
    }
}

/// <summary>The loops, in registers of one kind.</summary>
internal sealed unsafe class RowKernels<TLanes> : RowKernels where TLanes : unmanaged, ILanes<TLanes, double>
{
    public static readonly RowKernels<TLanes> Instance = new();

    public override void Map(Operation function, Operand a, Operand b, double* result, nint count)
    {
        Mapping mapping = new(a, b, result, count);
        RowFunctions.Use(function, ref mapping);
    }

    public override void Select(Operand condition, Operand a, Operand b, double* result, nint count)
    {
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TLanes.Select(new(TLanes.Load(condition.At(i))), TLanes.Load(a.At(i)), TLanes.Load(b.At(i))).Store(result + i);
        }
    }

    public override void Pull(Operation function, bool second, Operand a, Operand b, double* above, double* into, nint count, bool gather)
    {
        Pulling pulling = new(second, a, b, above, into, count, gather);
        RowFunctions.Use(function, ref pulling);
    }

    public override void PullSelected(Operand condition, bool second, double* above, double* into, nint count, bool gather)
    {
        Gathering gathering = new(into, count, gather);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            Mask<TLanes> mask = new(TLanes.Load(condition.At(i)));
            TLanes s = TLanes.Load(above + i);
            gathering.Add(i, second ? TLanes.Select(mask, TLanes.Zero, s) : TLanes.Select(mask, s, TLanes.Zero));
        }

        gathering.Finish();
    }

    public override void Spread(double number, double* into, nint count)
    {
        TLanes all = TLanes.Constant(number);
        for (nint i = 0; i < count; i += TLanes.Count) (TLanes.Load(into + i) + all).Store(into + i);
    }

    public override double Sum(double* x, nint count)
    {
        TLanes total = TLanes.Zero;
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count) total += TLanes.Load(x + i);
        double sum = total.Sum();
        for (; i < count; i++) sum += x[i];
        return sum;
    }

    public override double Largest(double* x, nint count)
    {
        TLanes largest = TLanes.Constant(double.NegativeInfinity);
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count) largest = TLanes.Max(largest, TLanes.Load(x + i));
        double max = largest.Largest();
        for (; i < count; i++) max = Math.Max(max, x[i]);
        return max;
    }

    private readonly struct Mapping(Operand a, Operand b, double* result, nint count) : IRowFunctionUser
    {
        public void Use<TFunction>() where TFunction : struct, IRowFunction
        {
            Operand x = a, y = b;
            for (nint i = 0; i < count; i += TLanes.Count)
            {
                TFunction.At(TLanes.Load(x.At(i)), TLanes.Load(y.At(i))).Store(result + i);
            }
        }
    }

    private readonly struct Pulling(bool second, Operand a, Operand b, double* above, double* into, nint count, bool gather) : IRowFunctionUser
    {
        public void Use<TFunction>() where TFunction : struct, IRowFunction
        {
            Operand x = a, y = b;
            Gathering gathering = new(into, count, gather);
            for (nint i = 0; i < count; i += TLanes.Count)
            {
                TLanes s = TLanes.Load(above + i);
                TLanes sent = TFunction.Send<TFunction, TLanes>(TLanes.Load(x.At(i)), TLanes.Load(y.At(i)), s, second);

                // A place that nothing depends on sends back nothing, whatever the slope there: 0 · ∞ is 0 here.
                gathering.Add(i, TLanes.Select(TLanes.Abs(s) > TLanes.Zero, sent, s));
            }

            gathering.Finish();
        }
    }

    /// <summary>Receives what the places send back: each its own, or their sum in every lane of one register.</summary>
    private struct Gathering(double* into, nint count, bool gather)
    {
        private TLanes _total = TLanes.Zero;
        private double _rest;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(nint place, TLanes sent)
        {
            if (!gather) (TLanes.Load(into + place) + sent).Store(into + place);
            else if (place <= count - TLanes.Count) _total += sent;
            else AddLast(sent, count - place);
        }

        public readonly void Finish()
        {
            if (!gather) return;
            TLanes sum = TLanes.Constant(_total.Sum() + _rest);
            for (nint i = 0; i < Block; i += TLanes.Count) (TLanes.Load(into + i) + sum).Store(into + i);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void AddLast(TLanes sent, nint lanes)
        {
            double* buffer = stackalloc double[Block];
            sent.Store(buffer);
            for (nint i = 0; i < lanes; i++) _rest += buffer[i];
        }
    }
}
