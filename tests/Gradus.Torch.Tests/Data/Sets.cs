using Gradus.Torch.Data;

namespace Gradus.Torch.Tests.Data;

internal static class Sets
{
    public static readonly ImageShape Shape = new(2, 3, 5);

    /// <summary>Images of 2×3×5 whose pixels tell which image they are of, in three classes.</summary>
    public static ImageSet Of(int count)
    {
        byte[] pixels = new byte[count * Shape.Size];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((i * 7) + (i / Shape.Size * 31));
        return new ImageSet("sample", pixels, [.. Enumerable.Range(0, count).Select(i => i % 3)], Shape, ["a", "b", "c"]);
    }
}
