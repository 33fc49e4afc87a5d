namespace Gradus.Torch.Data;

/// <summary>Mirrors the image left to right, with a given probability.</summary>
/// <remarks>For photographs and clothes; not where left and right carry the meaning, as in digits and letters.</remarks>
public sealed class RandomFlip : IAugmentation
{
    /// <summary>Mirrors with this probability.</summary>
    /// <param name="probability">Default 0.5, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not in [0, 1].</exception>
    public RandomFlip(double probability = 0.5)
    {
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        Probability = probability;
    }

    /// <summary>The share of images mirrored.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<byte> image, Span<byte> target, ImageShape shape, ref SeededRandom random)
    {
        image.CopyTo(target);
        if (random.Unit() >= Probability)
            return;
        for (int row = 0; row < target.Length; row += shape.Width)
            target.Slice(row, shape.Width).Reverse();
    }
}
