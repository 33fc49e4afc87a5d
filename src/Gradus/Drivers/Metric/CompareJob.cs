using System.Numerics;
using Gradus.Algebra;

namespace Gradus.Drivers;

/// <summary>
/// Fills a table of comparisons: four rows and one panel of columns at a time stay in registers. Where a set meets itself,
/// one half is computed and the other mirrored.
/// </summary>
internal sealed unsafe class CompareJob<TMeeting, TLanes, E>(
    VectorSet<E> rows, nint first, nint count, VectorSet<E> columns, Comparison comparison, E* table) : Job
    where TMeeting : struct, IMeeting
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private const int TileRows = 4;

    /// <summary>Coordinates that are added up before their sum joins the total: many single-precision steps would lose digits.</summary>
    private const nint Block = 64;

    private readonly bool _mirrored = ReferenceEquals(rows, columns) && first == 0 && count == rows.Count;

    public override void Run(int part, int parts)
    {
        nint tiles = (count + TileRows - 1) / TileRows, last = tiles * (part + 1) / parts;
        nint panels = columns.TableStride / columns.Panel;
        for (nint tile = tiles * part / parts; tile < last; tile++)
        {
            for (nint panel = _mirrored ? tile * TileRows / columns.Panel : 0; panel < panels; panel++) Tile(tile * TileRows, panel);
        }
    }

    private void Tile(nint row, nint panel)
    {
        // Beyond the last row, the last one is taken again and its results are left.
        nint last = first + count - 1, start = first + row;
        E* a0 = rows.Row(start), a1 = rows.Row(nint.Min(start + 1, last)), a2 = rows.Row(nint.Min(start + 2, last)), a3 = rows.Row(nint.Min(start + 3, last));
        E* b = columns.Panels() + panel * columns.Panel * columns.Width;
        TLanes t00 = TLanes.Zero, t01 = t00, t10 = t00, t11 = t00, t20 = t00, t21 = t00, t30 = t00, t31 = t00;
        nint width = columns.Width, step = columns.Panel;
        for (nint k = 0; k < width;)
        {
            TLanes s00 = TLanes.Zero, s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
            for (nint end = nint.Min(k + Block, width); k < end; k++, b += step)
            {
                TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + TLanes.Count);
                TLanes a = TLanes.Splat(a0[k]);
                s00 = TMeeting.Add<TLanes, E>(a, b0, s00);
                s01 = TMeeting.Add<TLanes, E>(a, b1, s01);
                a = TLanes.Splat(a1[k]);
                s10 = TMeeting.Add<TLanes, E>(a, b0, s10);
                s11 = TMeeting.Add<TLanes, E>(a, b1, s11);
                a = TLanes.Splat(a2[k]);
                s20 = TMeeting.Add<TLanes, E>(a, b0, s20);
                s21 = TMeeting.Add<TLanes, E>(a, b1, s21);
                a = TLanes.Splat(a3[k]);
                s30 = TMeeting.Add<TLanes, E>(a, b0, s30);
                s31 = TMeeting.Add<TLanes, E>(a, b1, s31);
            }

            t00 += s00;
            t01 += s01;
            t10 += s10;
            t11 += s11;
            t20 += s20;
            t21 += s21;
            t30 += s30;
            t31 += s31;
        }

        Finish(row, panel, t00, t01);
        Finish(row + 1, panel, t10, t11);
        Finish(row + 2, panel, t20, t21);
        Finish(row + 3, panel, t30, t31);
    }

    private void Finish(nint row, nint panel, TLanes sum0, TLanes sum1)
    {
        if (row >= count) return;
        TLanes sign = TLanes.Constant(comparison.Sign), offset = TLanes.Constant(comparison.Offset);
        if (comparison.HasRoot) (sum0, sum1) = (TLanes.Sqrt(sum0), TLanes.Sqrt(sum1));
        nint column = panel * columns.Panel, stride = columns.TableStride;
        E* to = table + row * stride + column;
        (offset + sign * sum0).Store(to);
        (offset + sign * sum1).Store(to + TLanes.Count);
        if (!_mirrored) return;
        nint end = nint.Min(columns.Panel, count - column);

        // Some of these also have a tile of their own. It puts the same bits there: both operations are symmetric.
        for (nint k = nint.Max(0, row + 1 - column); k < end; k++) table[(column + k) * stride + row] = to[k];
    }
}
