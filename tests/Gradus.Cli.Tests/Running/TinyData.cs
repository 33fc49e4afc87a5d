using System.Buffers.Binary;

namespace Gradus.Cli.Tests.Running;

/// <summary>A data set of a few images, each class a bar at its own height, so that a whole experiment takes seconds.</summary>
internal static class TinyData
{
    private const int Side = 28, Classes = 10;

    public static string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        Write(folder, "train", 400);
        Write(folder, "t10k", 100);
        return folder;
    }

    private static void Write(string folder, string part, int count)
    {
        byte[] images = new byte[16 + count * Side * Side], labels = new byte[8 + count];
        Head(images, 0x803, count, Side, Side);
        Head(labels, 0x801, count);
        Random random = new(count);
        for (int i = 0; i < count; i++)
        {
            labels[8 + i] = (byte)(i % Classes);
            Span<byte> image = images.AsSpan(16 + i * Side * Side, Side * Side);
            random.NextBytes(image);
            foreach (ref byte pixel in image) pixel /= 4;
            image.Slice((2 + i % Classes * 2) * Side, 2 * Side).Fill(255);
        }

        File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"), images);
        File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), labels);
    }

    private static void Head(byte[] file, params int[] numbers)
    {
        for (int i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 * i), numbers[i]);
    }
}
