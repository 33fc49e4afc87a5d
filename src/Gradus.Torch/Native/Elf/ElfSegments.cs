using System.Buffers.Binary;

namespace Gradus.Torch.Native.Elf;

/// <summary>
/// Tells a library that was cut short, by a full disk or an interrupted copy, from a whole one. The dynamic loader
/// does not: it maps what should be there, and the process dies at the first touch.
/// </summary>
internal static class ElfSegments
{
    private const int HeaderSize = 64, SegmentHeaderSize = 56;

    /// <summary>Why the file cannot be mapped; null if all its segments are there. Reads a few hundred bytes.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static string? Trouble(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[HeaderSize];
        if (file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize)
            return $"'{path}' is damaged: it ends at {file.Length} bytes, within its header.";

        file.Position = (long)BinaryPrimitives.ReadUInt64LittleEndian(header[0x20..]) & long.MaxValue;
        int count = BinaryPrimitives.ReadUInt16LittleEndian(header[0x38..]);
        Span<byte> segment = stackalloc byte[SegmentHeaderSize];
        for (int i = 0; i < count; i++)
        {
            if (file.ReadAtLeast(segment, SegmentHeaderSize, throwOnEndOfStream: false) < SegmentHeaderSize)
                return $"'{path}' is damaged: it ends at {file.Length} bytes, within its list of segments.";
            ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(segment[8..]);
            ulong size = BinaryPrimitives.ReadUInt64LittleEndian(segment[32..]);
            if (offset > (ulong)file.Length || size > (ulong)file.Length - offset)
                return $"'{path}' is damaged: it ends at {file.Length} bytes, but names {size} at {offset}.";
        }
        return null;
    }
}
