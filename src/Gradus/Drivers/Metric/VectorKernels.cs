using System.Numerics;
using Gradus.Algebra;

namespace Gradus.Drivers;

/// <summary>The arithmetic of many vectors with many vectors, in registers of one width.</summary>
internal abstract unsafe class VectorKernels<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>How many numbers a kernel takes at a time.</summary>
    public abstract nint Panel { get; }

    public static VectorKernels<E> Of(Width width)
    {
        Maker maker = default;
        width.Use<E, Maker>(ref maker);
        return maker.Made!;
    }

    /// <summary>Compares rows of one set with all of another: row by row into a table of <see cref="VectorSet{E}.TableStride"/>.</summary>
    public abstract void Compare(VectorSet<E> rows, nint first, nint count, VectorSet<E> columns, Comparison comparison, E* table);

    /// <summary>Compares the vectors of two sets one by one.</summary>
    public abstract void CompareOneByOne(VectorSet<E> a, VectorSet<E> b, Comparison comparison, E* results);

    /// <summary>Adds to the gradients of the rows, and of the columns, what the slopes by a table's numbers mean for them.</summary>
    public abstract void Pull(VectorSet<E> rows, nint first, nint count, VectorSet<E> columns, Comparison comparison, E* table, E* slopes);

    /// <summary>The same for vectors that were compared one by one.</summary>
    public abstract void PullOneByOne(VectorSet<E> a, VectorSet<E> b, Comparison comparison, E* results, E* slopes);

    /// <summary>The same for two vectors of one set, given what <see cref="Comparison.Pull"/> makes of their slope.</summary>
    public abstract void PullOne(VectorSet<E> set, nint i, nint j, bool differences, double pull);

    private struct Maker : ILanesUser<E>
    {
        public VectorKernels<E>? Made;

        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, E> => Made = new VectorKernels<TLanes, E>();
    }
}

/// <summary>The same, in one interpreter.</summary>
internal sealed unsafe class VectorKernels<TLanes, E> : VectorKernels<E>
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Below this many multiplications, waking another thread costs more than it brings.</summary>
    private const double WorthSharing = 1 << 26;

    public override nint Panel => 2 * TLanes.Count;

    public override void Compare(VectorSet<E> rows, nint first, nint count, VectorSet<E> columns, Comparison comparison, E* table)
    {
        // Before the threads come: what is made when first asked for is made once.
        _ = columns.Panels();
        Job job = comparison.Differences
            ? new CompareJob<Difference, TLanes, E>(rows, first, count, columns, comparison, table)
            : new CompareJob<Product, TLanes, E>(rows, first, count, columns, comparison, table);
        Share(job, count, (double)count * columns.Count * rows.Width);
    }

    public override void CompareOneByOne(VectorSet<E> a, VectorSet<E> b, Comparison comparison, E* results)
    {
        Job job = comparison.Differences
            ? new OneByOneJob<Difference, TLanes, E>(a, b, comparison, results)
            : new OneByOneJob<Product, TLanes, E>(a, b, comparison, results);
        Share(job, a.Count, (double)a.Count * a.Width);
    }

    public override void Pull(VectorSet<E> rows, nint first, nint count, VectorSet<E> columns, Comparison comparison, E* table, E* slopes)
    {
        double work = (double)count * columns.Count * rows.Width;
        nint stride = columns.TableStride;
        if (rows.WantsGradient)
        {
            _ = rows.Gradient;
            Share(new PullJob<TLanes, E>(rows, first, count, columns, 0, columns.Count, comparison, table, slopes, stride, 1), count, work);
        }

        if (columns.WantsGradient)
        {
            _ = columns.Gradient;
            Share(new PullJob<TLanes, E>(columns, 0, columns.Count, rows, first, count, comparison, table, slopes, 1, stride), columns.Count, work);
        }
    }

    public override void PullOneByOne(VectorSet<E> a, VectorSet<E> b, Comparison comparison, E* results, E* slopes)
    {
        TLanes sign = comparison.Differences ? TLanes.Constant(-1) : TLanes.One;
        TLanes own = comparison.Differences ? TLanes.One : TLanes.Zero;
        for (nint i = 0; i < a.Count; i++)
        {
            TLanes pull = TLanes.Constant(comparison.Pull(double.CreateTruncating(slopes[i]), double.CreateTruncating(results[i])));
            E* x = a.Row(i), y = b.Row(i);
            for (nint k = 0; k < a.Stride; k += TLanes.Count)
            {
                TLanes left = TLanes.Load(x + k), right = TLanes.Load(y + k);
                if (a.WantsGradient) Add(a.Gradient + i * a.Stride + k, pull * (own * left + sign * right));
                if (b.WantsGradient) Add(b.Gradient + i * b.Stride + k, pull * (own * right + sign * left));
            }
        }
    }

    public override void PullOne(VectorSet<E> set, nint i, nint j, bool differences, double pull)
    {
        TLanes weight = TLanes.Constant(pull);
        E* x = set.Row(i), y = set.Row(j), gradient = set.Gradient, byX = gradient + i * set.Stride, byY = gradient + j * set.Stride;
        for (nint k = 0; k < set.Stride; k += TLanes.Count)
        {
            TLanes a = TLanes.Load(x + k), b = TLanes.Load(y + k);
            if (differences)
            {
                TLanes apart = weight * (a - b);
                Add(byX + k, apart);
                Add(byY + k, -apart);
            }
            else
            {
                Add(byX + k, weight * b);
                Add(byY + k, weight * a);
            }
        }
    }

    private static void Add(E* to, TLanes what) => (TLanes.Load(to) + what).Store(to);

    private static void Share(Job job, nint units, double work) =>
        Team.Run(job, work < WorthSharing ? 1 : Team.Pieces((units + 3) / 4));
}
