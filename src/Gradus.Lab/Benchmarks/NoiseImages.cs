using Gradus.Torch.Data;

namespace Gradus.Lab.Benchmarks;

/// <summary>Images of random pixels with random labels: speed does not depend on what they show.</summary>
internal static class NoiseImages
{
    public static ImageSet Create(int count, int side)
    {
        const int Classes = 10;
        SplitMix64 random = new(1);
        ImageShape shape = new(1, side, side);
        byte[] pixels = new byte[count * shape.Size];
        int[] labels = new int[count];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)(256 * random.NextUniform());
        for (int i = 0; i < count; i++) labels[i] = (int)(Classes * random.NextUniform());
        return new("noise", pixels, labels, shape, [.. Enumerable.Range(0, Classes).Select(c => $"{c}")]);
    }
}
