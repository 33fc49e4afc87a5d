namespace Gradus.Torch.Data;

/// <summary>Changes a training image at random, in bytes, before it is normalised.</summary>
/// <remarks>
/// One instance serves every sample from the loader's background thread, so it should hold no state of its own. The
/// generator it is handed belongs to (seed, epoch, sample): the result depends on nothing else, in whatever order
/// batches are made.
/// </remarks>
public interface IAugmentation
{
    /// <summary>Writes a changed copy of an image.</summary>
    /// <param name="image">The image, never to be changed.</param>
    /// <param name="target">The place for the copy, of the same size; its content is unspecified, so write all of it.</param>
    /// <param name="shape">The shape of both.</param>
    /// <param name="random">This sample's own random numbers.</param>
    void Apply(ReadOnlySpan<byte> image, Span<byte> target, ImageShape shape, ref SeededRandom random);
}
