using System.Numerics;

namespace Gradus.Drivers;

/// <summary>Neighbouring elements that belong to one unit: to one tensor, or to one row of it.</summary>
/// <param name="Segment">Which tensor.</param>
/// <param name="Unit">Which unit, counted over all tensors.</param>
/// <param name="Begin">The first element, counted from the tensor's.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Block(int Segment, int Unit, nint Begin, nint Count);

/// <summary>The units of a list of tensors, cut into blocks of bounded size.</summary>
/// <remarks>The cut depends on the tensors alone, so that sums over blocks are the same however many threads there are.</remarks>
internal sealed class BlockList
{
    private const nint Largest = 1 << 15;

    private Block[] _blocks = new Block[64];
    private int[] _owners = new int[64];
    private bool _byRow;

    public int Count { get; private set; }

    /// <summary>How many units there are.</summary>
    public int Units { get; private set; }

    /// <summary>How many elements.</summary>
    public nint Elements { get; private set; }

    /// <summary>Which tensor each unit belongs to.</summary>
    public ReadOnlySpan<int> Owners => _owners.AsSpan(0, Units);

    public ref readonly Block this[int index] => ref _blocks[index];

    public void Build<E>(ReadOnlySpan<Segment<E>> segments, bool byRow) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        _byRow = byRow;
        Count = Units = 0;
        Elements = 0;
        for (int i = 0; i < segments.Length; i++)
        {
            nint width = WidthOf(in segments[i]), rows = width == 0 ? 1 : segments[i].Count / width;
            for (nint row = 0; row < rows; row++) Add(i, row * width, width);
        }
    }

    /// <summary>How many elements a unit of a tensor has.</summary>
    public nint WidthOf<E>(in Segment<E> segment) where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        _byRow && segment.Rows > 0 ? segment.Count / segment.Rows : segment.Count;

    private void Add(int segment, nint begin, nint count)
    {
        if (Units == _owners.Length) Array.Resize(ref _owners, 2 * Units);
        _owners[Units] = segment;
        for (nint at = 0; at < count; at += Largest)
        {
            if (Count == _blocks.Length) Array.Resize(ref _blocks, 2 * Count);
            _blocks[Count++] = new(segment, Units, begin + at, nint.Min(Largest, count - at));
        }

        Elements += count;
        Units++;
    }
}
