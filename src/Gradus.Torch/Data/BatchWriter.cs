namespace Gradus.Torch.Data;

/// <summary>Writes samples into a slot: order, augmentation, normalisation. Used by one thread at a time.</summary>
internal sealed class BatchWriter
{
    private readonly ImageSet _set;
    private readonly long _seed;
    private readonly BatchOptions _options;
    private readonly Normalization _normalization;
    private readonly IAugmentation[] _augmentations;
    private readonly int[] _order;
    private byte[] _current, _next;
    private int _epoch;

    public BatchWriter(ImageSet set, long seed, BatchOptions options)
    {
        (_set, _seed, _options) = (set, seed, options);
        _normalization = options.Normalization ?? Normalization.None(set.Channels);
        _augmentations = [.. options.Augmentations];
        _order = new int[set.Count];
        (_current, _next) = (new byte[set.Shape.Size], new byte[set.Shape.Size]);
    }

    public void Begin(int epoch)
    {
        _epoch = epoch;
        if (_options.Shuffle)
            Permutation.Fill(_seed, epoch, _order);
        else
            Permutation.FillInOrder(_order);
    }

    /// <summary>Writes the sample at <paramref name="position"/> of the epoch to place <paramref name="at"/> of the slot.</summary>
    public void Write(int position, BatchSlot slot, int at)
    {
        int row = _order[position], size = _set.Shape.Size;
        slot.Rows[at] = row;
        slot.Labels[at] = _set.Label(row);
        _normalization.Apply(Augmented(row), slot.Images.Slice(at * size, size));
    }

    private ReadOnlySpan<byte> Augmented(int row)
    {
        ReadOnlySpan<byte> image = _set.Image(row);
        SeededRandom random = SeededRandom.At(_seed, _epoch, row);
        foreach (IAugmentation augmentation in _augmentations)
        {
            augmentation.Apply(image, _current, _set.Shape, ref random);
            image = _current;
            (_current, _next) = (_next, _current);
        }
        return image;
    }
}
