using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Gradus.Torch.Data;

/// <summary>One place of the loader's ring: tensors that live as long as the loader, and a writer's view of their memory.</summary>
internal sealed unsafe class BatchSlot : IDisposable
{
    private readonly Tensor images, labels;
    private readonly float* imageMemory;
    private readonly long* labelMemory;
    private readonly Batch full;
    private readonly Batch? last;

    /// <param name="shape">The shape of one image.</param>
    /// <param name="size">Samples in a full batch.</param>
    /// <param name="lastSize">Samples in the epoch's short last batch where this slot receives it, else 0.</param>
    public BatchSlot(ImageShape shape, int size, int lastSize)
    {
        // The user may create the loader inside a DisposeScope; the tensors must outlive it.
        images = zeros([size, shape.Channels, shape.Height, shape.Width], ScalarType.Float32, CPU).DetachFromDisposeScope();
        labels = zeros([size], ScalarType.Int64, CPU).DetachFromDisposeScope();
        // libtorch's memory never moves, so its address is taken once and writing a batch calls nothing native.
        imageMemory = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(images.bytes));
        labelMemory = (long*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(labels.bytes));
        Rows = new int[size];
        full = new Batch(images, labels, Rows, size);
        if (lastSize > 0)
        {
            last = new Batch(
                images.narrow(0, 0, lastSize).DetachFromDisposeScope(),
                labels.narrow(0, 0, lastSize).DetachFromDisposeScope(),
                Rows,
                lastSize);
        }
    }

    public int[] Rows { get; }

    public Span<float> Images => new(imageMemory, checked((int)images.numel()));

    public Span<long> Labels => new(labelMemory, Rows.Length);

    public Batch Batch(int count) => count == Rows.Length ? full : last!;

    public void Dispose()
    {
        last?.Images.Dispose();
        last?.Labels.Dispose();
        images.Dispose();
        labels.Dispose();
    }
}
