using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Drivers;

/// <summary>
/// Adds to the gradient of each target Σ_j w_j (a − b_j), or Σ_j w_j b_j, over the sources b_j that have a slope with it.
/// Four targets share one walk over the sources that matter to any of them.
/// </summary>
internal sealed unsafe class PullJob<TLanes, E>(
    VectorSet<E> targets, nint firstTarget, nint targetCount, VectorSet<E> sources, nint firstSource, nint sourceCount,
    Comparison comparison, E* table, E* slopes, nint byTarget, nint bySource) : Job
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private const int TileRows = 4;

    public override void Run(int part, int parts)
    {
        nint tiles = (targetCount + TileRows - 1) / TileRows, last = tiles * (part + 1) / parts;
        int[] rented = ArrayPool<int>.Shared.Rent((int)sourceCount);
        using Scratch<E> pulls = new(TileRows * sourceCount, zeroed: false);
        fixed (int* found = rented)
        {
            for (nint tile = tiles * part / parts; tile < last; tile++) Tile(tile * TileRows, found, pulls.Pointer);
        }

        ArrayPool<int>.Shared.Return(rented);
    }

    private void Tile(nint target, int* found, E* pulls)
    {
        int height = (int)nint.Min(TileRows, targetCount - target);
        nint many = Gather(target, height, found, pulls);
        if (many == 0) return;
        E* gradient = targets.Gradient + (firstTarget + target) * targets.Stride;
        E* own = targets.Row(firstTarget + target);
        for (nint k = 0; k < targets.Stride; k += TLanes.Count)
        {
            if (height < TileRows)
            {
                for (int r = 0; r < height; r++) One(k, r, many, found, pulls, own, gradient);
            }
            else if (comparison.Differences)
            {
                Apart(k, many, found, pulls, own, gradient);
            }
            else
            {
                Along(k, many, found, pulls, gradient);
            }
        }
    }

    /// <summary>The sources with a slope by any of the targets, and their weights, four by four.</summary>
    private nint Gather(nint target, int height, int* found, E* pulls)
    {
        nint many = 0, at = target * byTarget;
        for (nint source = 0; source < sourceCount; source++, at += bySource)
        {
            bool matters = false;
            for (int r = 0; r < height; r++) matters |= slopes[at + r * byTarget] != E.Zero;
            if (!matters) continue;
            for (int r = 0; r < TileRows; r++)
            {
                nint place = at + r * byTarget;
                pulls[TileRows * many + r] = r >= height ? E.Zero
                    : E.CreateTruncating(comparison.Pull(double.CreateTruncating(slopes[place]), double.CreateTruncating(table[place])));
            }

            found[many++] = (int)source;
        }

        return many;
    }

    private void One(nint k, int r, nint many, int* found, E* pulls, E* own, E* gradient)
    {
        E* to = gradient + r * targets.Stride + k;
        TLanes sum = TLanes.Load(to), a = TLanes.Load(own + r * targets.Stride + k);
        for (nint i = 0; i < many; i++)
        {
            TLanes b = TLanes.Load(sources.Row(firstSource + found[i]) + k);
            sum = TLanes.MultiplyAdd(TLanes.Splat(pulls[TileRows * i + r]), comparison.Differences ? a - b : b, sum);
        }

        sum.Store(to);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Apart(nint k, nint many, int* found, E* pulls, E* own, E* gradient)
    {
        nint stride = targets.Stride;
        E* to = gradient + k, sourceRow = sources.Row(firstSource) + k;
        nint sourceStride = sources.Stride;
        TLanes a0 = TLanes.Load(own + k), a1 = TLanes.Load(own + stride + k), a2 = TLanes.Load(own + 2 * stride + k), a3 = TLanes.Load(own + 3 * stride + k);
        TLanes s0 = TLanes.Load(to), s1 = TLanes.Load(to + stride), s2 = TLanes.Load(to + 2 * stride), s3 = TLanes.Load(to + 3 * stride);
        for (nint i = 0; i < many; i++, pulls += TileRows)
        {
            TLanes b = TLanes.Load(sourceRow + found[i] * sourceStride);
            s0 = TLanes.MultiplyAdd(TLanes.Splat(pulls[0]), a0 - b, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Splat(pulls[1]), a1 - b, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Splat(pulls[2]), a2 - b, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Splat(pulls[3]), a3 - b, s3);
        }

        s0.Store(to);
        s1.Store(to + stride);
        s2.Store(to + 2 * stride);
        s3.Store(to + 3 * stride);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Along(nint k, nint many, int* found, E* pulls, E* gradient)
    {
        nint stride = targets.Stride;
        E* to = gradient + k, sourceRow = sources.Row(firstSource) + k;
        nint sourceStride = sources.Stride;
        TLanes s0 = TLanes.Load(to), s1 = TLanes.Load(to + stride), s2 = TLanes.Load(to + 2 * stride), s3 = TLanes.Load(to + 3 * stride);
        for (nint i = 0; i < many; i++, pulls += TileRows)
        {
            TLanes b = TLanes.Load(sourceRow + found[i] * sourceStride);
            s0 = TLanes.MultiplyAdd(TLanes.Splat(pulls[0]), b, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Splat(pulls[1]), b, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Splat(pulls[2]), b, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Splat(pulls[3]), b, s3);
        }

        s0.Store(to);
        s1.Store(to + stride);
        s2.Store(to + 2 * stride);
        s3.Store(to + 3 * stride);
    }
}
