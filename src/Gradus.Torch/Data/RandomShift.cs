namespace Gradus.Torch.Data;

/// <summary>Moves the image by whole pixels, each direction and distance equally likely; what comes in is 0.</summary>
/// <remarks>The same as padding by <see cref="Pixels"/> zeros on every side and cutting a random window of the old size.</remarks>
public sealed class RandomShift : IAugmentation
{
    /// <summary>Moves by at most this many pixels.</summary>
    /// <param name="pixels">The largest distance along either axis; default 2, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pixels"/> is negative.</exception>
    public RandomShift(int pixels = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        Pixels = pixels;
    }

    /// <summary>The largest distance along either axis.</summary>
    public int Pixels { get; }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<byte> image, Span<byte> target, ImageShape shape, ref SeededRandom random)
    {
        int down = random.Below((2 * Pixels) + 1) - Pixels, right = random.Below((2 * Pixels) + 1) - Pixels;
        int width = shape.Width, visible = Math.Max(0, width - Math.Abs(right));
        target.Clear();
        for (int c = 0; c < shape.Channels; c++)
        {
            for (int row = Math.Max(0, down); row < Math.Min(shape.Height, shape.Height + down); row++)
            {
                int to = (((c * shape.Height) + row) * width) + Math.Max(0, right);
                int from = (((c * shape.Height) + row - down) * width) + Math.Max(0, -right);
                if (visible > 0)
                    image.Slice(from, visible).CopyTo(target[to..]);
            }
        }
    }
}
