namespace Gradus.Torch.Data;

/// <summary>Writes samples into a slot: order, augmentation, normalisation. Used by one thread at a time.</summary>
internal sealed class BatchWriter
{
    private readonly ImageSet set;
    private readonly long seed;
    private readonly BatchOptions options;
    private readonly Normalization normalization;
    private readonly IAugmentation[] augmentations;
    private readonly int[] order;
    private byte[] current, next;
    private int epoch;

    public BatchWriter(ImageSet set, long seed, BatchOptions options)
    {
        (this.set, this.seed, this.options) = (set, seed, options);
        normalization = options.Normalization ?? Normalization.None(set.Channels);
        augmentations = [.. options.Augmentations];
        order = new int[set.Count];
        (current, next) = (new byte[set.Shape.Size], new byte[set.Shape.Size]);
    }

    public void Begin(int epoch)
    {
        this.epoch = epoch;
        if (options.Shuffle)
            Permutation.Fill(seed, epoch, order);
        else
            Permutation.FillInOrder(order);
    }

    /// <summary>Writes the sample at <paramref name="position"/> of the epoch to place <paramref name="at"/> of the slot.</summary>
    public void Write(int position, BatchSlot slot, int at)
    {
        int row = order[position], size = set.Shape.Size;
        slot.Rows[at] = row;
        slot.Labels[at] = set.Label(row);
        normalization.Apply(Augmented(row), slot.Images.Slice(at * size, size));
    }

    private ReadOnlySpan<byte> Augmented(int row)
    {
        ReadOnlySpan<byte> image = set.Image(row);
        SeededRandom random = SeededRandom.At(seed, epoch, row);
        foreach (IAugmentation augmentation in augmentations)
        {
            augmentation.Apply(image, current, set.Shape, ref random);
            image = current;
            (current, next) = (next, current);
        }
        return image;
    }
}
