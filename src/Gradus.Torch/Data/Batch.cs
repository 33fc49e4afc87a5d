using static TorchSharp.torch;

namespace Gradus.Torch.Data;

/// <summary>Some samples as tensors. Owned by the <see cref="BatchLoader"/> and reused: valid until the next MoveNext.</summary>
/// <remarks>Do not dispose the tensors and do not keep them; <c>batch.Images.clone()</c> keeps one.</remarks>
public sealed class Batch
{
    private readonly int[] _rows;

    internal Batch(Tensor images, Tensor labels, int[] rows, int count) =>
        (Images, Labels, _rows, Count) = (images, labels, rows, count);

    /// <summary>float32, count × channels × height × width, on the CPU.</summary>
    public Tensor Images { get; }

    /// <summary>int64, count: the class numbers.</summary>
    public Tensor Labels { get; }

    /// <summary>The number of samples: the batch size, except perhaps in the last batch of an epoch.</summary>
    public int Count { get; }

    /// <summary>Where each sample stands in the set.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);
}
