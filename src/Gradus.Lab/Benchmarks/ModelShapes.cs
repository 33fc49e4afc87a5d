namespace Gradus.Lab.Benchmarks;

/// <summary>The parameters of a well-known model, by shape alone.</summary>
/// <param name="Name">Which model.</param>
/// <param name="Shapes">The shape of each parameter.</param>
public sealed record ModelShapes(string Name, IReadOnlyList<long[]> Shapes)
{
    /// <summary>24 parameters of 2²⁰ elements.</summary>
    public static ModelShapes Flat { get; } = new("24×1M", [.. Enumerable.Repeat<long[]>([1 << 20], 24)]);

    /// <summary>ResNet-18 for 1,000 classes: 62 parameters, 11.7 M elements, many of them small. He et al. (2016), table 1.</summary>
    public static ModelShapes ResNet18 { get; } = new("ResNet-18", [.. ResNet()]);

    /// <summary>GPT-2 small: 148 parameters, 124.4 M elements. Radford et al. (2019), table 2.</summary>
    public static ModelShapes Gpt2 { get; } = new("GPT-2", [.. Gpt()]);

    /// <summary>The three above.</summary>
    public static IReadOnlyList<ModelShapes> All { get; } = [Flat, ResNet18, Gpt2];

    /// <summary>The elements of each parameter.</summary>
    public IReadOnlyList<long> Elements => [.. Shapes.Select(shape => shape.Aggregate(1L, (product, size) => product * size))];

    /// <summary>Elements in all.</summary>
    public long Total => Elements.Sum();

    /// <summary>The list of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ModelShapes Named(string name) => All.FirstOrDefault(list => string.Equals(list.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no list of parameters '{name}'; choose from: {string.Join(", ", All.Select(list => list.Name))}.", nameof(name));

    private static IEnumerable<long[]> ResNet()
    {
        foreach (long[] shape in Convolution(64, 3, 7)) yield return shape;
        long before = 64;
        foreach (long width in (long[])[64, 128, 256, 512])
        {
            for (int block = 0; block < 2; block++)
            {
                foreach (long[] shape in (long[][])[.. Convolution(width, before, 3), .. Convolution(width, width, 3)]) yield return shape;
                if (before != width) foreach (long[] shape in Convolution(width, before, 1)) yield return shape;
                before = width;
            }
        }

        yield return [1000, 512];
        yield return [1000];
    }

    /// <summary>A convolution without bias, and the scale and shift of its norm.</summary>
    private static long[][] Convolution(long to, long from, long size) => [[to, from, size, size], [to], [to]];

    private static IEnumerable<long[]> Gpt()
    {
        const long Width = 768;
        yield return [50257, Width];
        yield return [1024, Width];
        for (int block = 0; block < 12; block++)
        {
            foreach (long[] shape in (long[][])
            [
                [Width], [Width], [3 * Width, Width], [3 * Width], [Width, Width], [Width],
                [Width], [Width], [4 * Width, Width], [4 * Width], [Width, 4 * Width], [Width],
            ])
            {
                yield return shape;
            }
        }

        yield return [Width];
        yield return [Width];
    }
}
