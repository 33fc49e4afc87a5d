using System.Buffers.Binary;
using System.IO.Compression;
using Gradus.Lab.Data;
using Gradus.Torch.Data;

namespace Gradus.Lab.Tests.Data;

/// <summary>Makes IDX files to read back, whole or damaged.</summary>
internal static class IdxWriter
{
    public static byte[] Bytes(int[] sizes, byte[] content)
    {
        byte[] bytes = new byte[4 + (4 * sizes.Length) + content.Length];
        (bytes[2], bytes[3]) = (8, (byte)sizes.Length);
        for (int i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * i)), sizes[i]);
        content.CopyTo(bytes, bytes.Length - content.Length);
        return bytes;
    }

    public static byte[] Packed(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return memory.ToArray();
    }

    public static (byte[] Images, byte[] Labels) Files(ImageSet set) => (
        Bytes([set.Count, set.Height, set.Width], [.. Enumerable.Range(0, set.Count).SelectMany(i => set.Image(i).ToArray())]),
        Bytes([set.Count], [.. Enumerable.Range(0, set.Count).Select(i => (byte)set.Label(i))]));

    public static byte[][] FourFiles(TrainTest data)
    {
        var (train, test) = (Files(data.Train), Files(data.Test));
        return [Packed(train.Images), Packed(train.Labels), Packed(test.Images), Packed(test.Labels)];
    }
}
