using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Gradus.Torch.Data;

/// <summary>One place of the loader's ring: tensors that live as long as the loader, and a writer's view of their memory.</summary>
internal sealed unsafe class BatchSlot : IDisposable
{
    private readonly Tensor _images, _labels;
    private readonly float* _imageMemory;
    private readonly long* _labelMemory;
    private readonly Batch _full;
    private readonly Batch? _last;

    /// <param name="shape">The shape of one image.</param>
    /// <param name="size">Samples in a full batch.</param>
    /// <param name="lastSize">Samples in the epoch's short last batch where this slot receives it, else 0.</param>
    public BatchSlot(ImageShape shape, int size, int lastSize)
    {
        // The user may create the loader inside a DisposeScope; the tensors must outlive it.
        _images = zeros([size, shape.Channels, shape.Height, shape.Width], ScalarType.Float32, CPU).DetachFromDisposeScope();
        _labels = zeros([size], ScalarType.Int64, CPU).DetachFromDisposeScope();
        // libtorch's memory never moves, so its address is taken once and writing a batch calls nothing native.
        _imageMemory = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_images.bytes));
        _labelMemory = (long*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_labels.bytes));
        Rows = new int[size];
        _full = new Batch(_images, _labels, Rows, size);
        if (lastSize > 0)
        {
            _last = new Batch(
                _images.narrow(0, 0, lastSize).DetachFromDisposeScope(),
                _labels.narrow(0, 0, lastSize).DetachFromDisposeScope(),
                Rows,
                lastSize);
        }
    }

    public int[] Rows { get; }

    public Span<float> Images => new(_imageMemory, checked((int)_images.numel()));

    public Span<long> Labels => new(_labelMemory, Rows.Length);

    public Batch Batch(int count) => count == Rows.Length ? _full : _last!;

    public void Dispose()
    {
        _last?.Images.Dispose();
        _last?.Labels.Dispose();
        _images.Dispose();
        _labels.Dispose();
    }
}
