using System.Runtime.CompilerServices;
using Gradus.Algebra.Rows;
using Gradus.Drivers;

namespace Gradus.Algebra;

/// <summary>
/// Records what a formula does with whole rows of numbers, and walks back along the record for the gradient. Its memory is
/// kept: once it has grown to what a formula needs, further rows of that length allocate nothing.
/// </summary>
/// <remarks>
/// <code>
/// tape.Begin();
/// TapedRow x = tape.Variable(logits), q = tape.Given(target);
/// TapedRow loss = formula.At(x, q);
/// tape.Backward(loss);
/// // tape.Value(loss) and tape.Gradient(x)
/// </code>
/// A tape serves one thread at a time.
/// </remarks>
public sealed unsafe class RowTape
{
    private readonly RowKernels _kernels;
    private readonly PlaceOrder _order = new();
    private Entry[] _entries = new Entry[64];
    private double[] _values = [];
    private double[] _adjoints = [];
    private int _count;
    private nint _used;

    /// <summary>An empty tape.</summary>
    /// <param name="width">Which registers to use.</param>
    public RowTape(Width width = Width.Widest) => _kernels = RowKernels.For(width);

    /// <summary>How much memory it holds.</summary>
    internal long Bytes => sizeof(double) * ((long)_values.Length + _adjoints.Length);

    /// <summary>Forgets everything: rows made before must not be used any more.</summary>
    public void Begin()
    {
        _count = 0;
        _used = 0;
    }

    /// <summary>A row to differentiate by. All rows that meet in one operation have the same number of places.</summary>
    public TapedRow Variable(ReadOnlySpan<double> values) => Leaf(values, isTracked: true);

    /// <summary>A row that is taken as given.</summary>
    public TapedRow Given(ReadOnlySpan<double> values) => Leaf(values, isTracked: false);

    /// <summary>A row to differentiate by, for the caller to fill in before it is used.</summary>
    public TapedRow Variable(int length, out Span<double> values) => Leaf(length, isTracked: true, out values);

    /// <summary>A row that is taken as given, for the caller to fill in before it is used.</summary>
    public TapedRow Given(int length, out Span<double> values) => Leaf(length, isTracked: false, out values);

    /// <summary>The number at the first place of a row: its only one, where it is the same at every place.</summary>
    public double Value(TapedRow row) => row.Tape is null ? row.Number : _values[Mine(row).Offset];

    /// <summary>The numbers of a row; only one where it is the same at every place. Valid until the tape is used again.</summary>
    /// <exception cref="ArgumentException">A constant, which is on no tape.</exception>
    public ReadOnlySpan<double> Values(TapedRow row)
    {
        ref Entry entry = ref Mine(row);
        return _values.AsSpan((int)entry.Offset, entry.IsUniform ? 1 : (int)entry.Count);
    }

    /// <summary>Differentiates a result by every variable; where the result is a row, its sum.</summary>
    /// <param name="result">What to differentiate.</param>
    /// <param name="seed">What the derivative is multiplied by.</param>
    public void Backward(TapedRow result, double seed = 1)
    {
        if (_adjoints.Length < _used) _adjoints = GC.AllocateArray<double>(_values.Length, pinned: true);
        _adjoints.AsSpan(0, (int)_used).Clear();
        if (result.Tape is null) return;
        Entry last = Mine(result);
        if (!last.IsTracked) return;
        _adjoints.AsSpan((int)last.Offset, (int)Padded(last)).Fill(seed);
        for (int node = result.Node; node >= 0; node--)
        {
            if (_entries[node].IsTracked) Pull(_entries[node]);
        }
    }

    /// <summary>What <see cref="Backward"/> found for a variable, or for any other row on the way. Valid until the tape is used again.</summary>
    public ReadOnlySpan<double> Gradient(TapedRow row)
    {
        ref Entry entry = ref Mine(row);
        return _adjoints.AsSpan((int)entry.Offset, entry.IsUniform ? 1 : (int)entry.Count);
    }

    internal TapedRow Map(Operation function, TapedRow a, TapedRow b, int arguments)
    {
        int x = Place(a), y = arguments == 1 ? x : Place(b);
        int node = Joined(function, arguments, [x, y, x]);
        if (function is Operation.Less or Operation.Greater or Operation.Sign) _entries[node].IsTracked = false;
        _kernels.Map(function, Read(x), Read(y), Values(node), Length(node));
        return new(this, node);
    }

    internal TapedRow Select(TapedRow condition, TapedRow a, TapedRow b)
    {
        int x = Place(a), y = Place(b), mask = Place(condition);
        int node = Joined(Operation.Select, 3, [x, y, mask]);
        _kernels.Select(Read(mask), Read(x), Read(y), Values(node), Length(node));
        return new(this, node);
    }

    internal TapedRow Reduce(Operation reduction, TapedRow x)
    {
        Entry entry = Mine(x);
        int node = Push(new() { Operation = reduction, A = x.Node, IsUniform = true, Count = entry.Count, IsTracked = entry.IsTracked });
        double* values = Values(x.Node);
        double result = (reduction, entry.IsUniform) switch
        {
            (Operation.Sum, false) => _kernels.Sum(values, entry.Count),
            (Operation.Sum, true) => *values * entry.Count,
            (_, false) => _kernels.Largest(values, entry.Count),
            _ => *values,
        };
        new Span<double>(Values(node), RowKernels.Block).Fill(result);
        return new(this, node);
    }

    internal nint CountOf(TapedRow x) => Mine(x).Count;

    internal TapedRow Fix(TapedRow x)
    {
        Entry entry = Mine(x) with { Operation = Operation.Fixed, IsTracked = false };
        return new(this, Append(entry));
    }

    internal TapedRow Above(TapedRow x, TapedRow q)
    {
        int key = Place(x), weight = Place(q);
        int count = (int)_entries[key].Count;
        int node = Push(new() { Operation = Operation.Above, Count = count });
        _order.SumAbove(Read(key), Read(weight), new(Values(node), count));
        return new(this, node);
    }

    internal TapedRow Pair(Operation side, TapedRow x)
    {
        Entry entry = Mine(x);
        int n = checked((int)entry.Count);
        int node = Push(entry with { Operation = side, A = x.Node, Count = checked((nint)n * n) });
        double* values = Values(x.Node), pairs = Values(node);
        if (entry.IsUniform) new Span<double>(values, RowKernels.Block).CopyTo(new(pairs, RowKernels.Block));
        for (nint i = 0; i < n && !entry.IsUniform; i++)
        {
            Span<double> row = new(pairs + i * n, n);
            if (side == Operation.Firsts) row.Fill(values[i]);
            else new Span<double>(values, n).CopyTo(row);
        }

        return new(this, node);
    }

    private void Pull(in Entry entry)
    {
        double* above = Adjoints(entry);
        switch (entry.Operation)
        {
            case Operation.Variable:
                break;
            case Operation.Sum or Operation.Largest or Operation.Firsts or Operation.Seconds:
                PullWhole(entry, above, _entries[entry.A]);
                break;
            case Operation.Select:
                for (int i = 0; i < 2; i++)
                {
                    Entry argument = _entries[i == 0 ? entry.A : entry.B];
                    if (argument.IsTracked) _kernels.PullSelected(Read(entry.C), i == 1, above, Adjoints(argument), Length(entry), argument.IsUniform && !entry.IsUniform);
                }

                break;
            default:
                for (int i = 0; i < entry.Arguments; i++)
                {
                    Entry argument = _entries[i == 0 ? entry.A : entry.B];
                    if (argument.IsTracked) _kernels.Pull(entry.Operation, i == 1, Read(entry.A), Read(entry.B), above, Adjoints(argument), Length(entry), argument.IsUniform && !entry.IsUniform);
                }

                break;
        }
    }

    /// <summary>The way back through what looks at a whole row.</summary>
    private void PullWhole(in Entry entry, double* above, in Entry argument)
    {
        double* into = Adjoints(argument);
        int n = (int)argument.Count;
        if (argument.IsUniform)
        {
            _kernels.Spread(entry.Operation == Operation.Sum ? *above * n : *above, into, 1);
        }
        else if (entry.Operation == Operation.Sum)
        {
            _kernels.Spread(*above, into, n);
        }
        else if (entry.Operation == Operation.Largest)
        {
            ReadOnlySpan<double> x = _values.AsSpan((int)argument.Offset, n);
            double largest = _values[entry.Offset];
            int ties = x.Count(largest);
            for (int i = 0; i < n; i++)
            {
                if (x[i].Equals(largest)) into[i] += *above / ties;
            }
        }
        else
        {
            for (nint i = 0; i < n; i++)
            {
                for (nint j = 0; j < n; j++) into[entry.Operation == Operation.Firsts ? i : j] += above[i * n + j];
            }
        }
    }

    private TapedRow Leaf(ReadOnlySpan<double> values, bool isTracked)
    {
        TapedRow row = Leaf(values.Length, isTracked, out Span<double> place);
        values.CopyTo(place);
        return row;
    }

    private TapedRow Leaf(int length, bool isTracked, out Span<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        int node = Push(new() { Operation = Operation.Variable, Count = length, IsTracked = isTracked });
        values = _values.AsSpan((int)_entries[node].Offset, length);

        // What lies behind the row is computed on as well, and never looked at; ones keep it clear of slow special cases.
        _values.AsSpan((int)_entries[node].Offset + length, (int)Padded(_entries[node]) - length).Fill(1);
        return new(this, node);
    }

    /// <summary>The node of an argument; a constant becomes one.</summary>
    private int Place(TapedRow row)
    {
        if (row.Tape is not null)
        {
            _ = Mine(row);
            return row.Node;
        }

        int node = Push(new() { Operation = Operation.Number, IsUniform = true });
        new Span<double>(Values(node), RowKernels.Block).Fill(row.Number);
        return node;
    }

    /// <summary>A node for the result of an operation place by place.</summary>
    private int Joined(Operation operation, int arguments, ReadOnlySpan<int> from)
    {
        Entry joined = new() { Operation = operation, Arguments = arguments, A = from[0], B = from[1], C = from[2], IsUniform = true };
        foreach (int node in from)
        {
            Entry entry = _entries[node];
            joined.IsTracked |= entry.IsTracked;
            if (entry.Operation == Operation.Number) continue;
            if (joined.Count != 0 && joined.Count != entry.Count && !(joined.IsUniform || entry.IsUniform))
            {
                throw new InvalidOperationException($"A row of {entry.Count} places meets a row of {joined.Count}; rows that meet in one operation must be equally long.");
            }

            if (joined.IsUniform) joined.Count = entry.IsUniform ? Math.Max(joined.Count, entry.Count) : entry.Count;
            joined.IsUniform &= entry.IsUniform;
        }

        return Push(joined);
    }

    private int Push(Entry entry)
    {
        nint length = Padded(entry);
        if (_used + length > _values.Length)
        {
            double[] larger = GC.AllocateUninitializedArray<double>(checked((int)Math.Max(2 * (long)_values.Length, _used + length)), pinned: true);
            _values.AsSpan(0, (int)_used).CopyTo(larger);
            _values = larger;
        }

        entry.Offset = _used;
        _used += length;
        return Append(entry);
    }

    private int Append(Entry entry)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, 2 * _count);
        _entries[_count] = entry;
        return _count++;
    }

    private ref Entry Mine(TapedRow row)
    {
        if (row.Tape != this) throw new ArgumentException(row.Tape is null ? "A constant is on no tape." : "The row is on another tape; rows that meet must be made on the same one.");
        return ref _entries[row.Node];
    }

    private Operand Read(int node) => new(Values(node), _entries[node].IsUniform);

    private double* Values(int node) => (double*)Unsafe.AsPointer(ref _values[_entries[node].Offset]);

    private double* Adjoints(in Entry entry) => (double*)Unsafe.AsPointer(ref _adjoints[entry.Offset]);

    private nint Length(int node) => Length(_entries[node]);

    /// <summary>How many places are computed: one stands for all where they are alike.</summary>
    private static nint Length(in Entry entry) => entry.IsUniform ? 1 : entry.Count;

    private static nint Padded(in Entry entry) => (Length(entry) + RowKernels.Block - 1) / RowKernels.Block * RowKernels.Block;

    /// <summary>One row on the tape.</summary>
    private record struct Entry
    {
        public Operation Operation;
        public int Arguments;
        public int A;
        public int B;
        public int C;
        public bool IsUniform;
        public bool IsTracked;
        public nint Offset;
        public nint Count;
    }
}
