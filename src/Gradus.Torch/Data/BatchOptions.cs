namespace Gradus.Torch.Data;

/// <summary>How a <see cref="BatchLoader"/> makes its batches; the defaults suit training.</summary>
public sealed record BatchOptions
{
    /// <summary>For measuring: every sample once, in the set's order, unchanged.</summary>
    public static BatchOptions InOrder { get; } = new() { Shuffle = false };

    /// <summary>A new order each epoch (default), or always the set's own.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Leaves out the last batch where it would be short. Default: keeps it.</summary>
    public bool DropLast { get; init; }

    /// <summary>How many batches are made ahead of the one in use; default 2, from 1 to 64.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>How bytes become floats; default: values between 0 and 1.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>Random changes to each image, one after another; default none.</summary>
    public IReadOnlyList<IAugmentation> Augmentations { get; init; } = [];
}
