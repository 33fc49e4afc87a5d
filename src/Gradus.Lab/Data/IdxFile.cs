using System.Buffers.Binary;
using System.IO.Compression;

namespace Gradus.Lab.Data;

/// <summary>One IDX file of unsigned bytes, gzip or plain: magic number, one big-endian size per dimension, content.</summary>
/// <remarks>The format as given with MNIST (LeCun, Cortes, Burges 1998).</remarks>
internal sealed class IdxFile
{
    // Far above every data set of this kind; a damaged header must not ask for all memory.
    private const long MostBytes = 1 << 30;
    private const int UnsignedByte = 0x08;

    private IdxFile(int[] sizes, byte[] content) => (Sizes, Content) = (sizes, content);

    public int[] Sizes { get; }

    public byte[] Content { get; }

    public static IdxFile Read(string path, int dimensions)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            bool packed = IsGzip(file, path);
            using Stream stream = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
            try
            {
                return Read(stream, path, dimensions);
            }
            catch (InvalidDataException e)
            {
                throw new DataSetException($"'{path}' cannot be unpacked: its gzip data is damaged; download it again.", e);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException($"'{path}' cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static bool IsGzip(FileStream file, string path)
    {
        Span<byte> start = stackalloc byte[4];
        int got = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (got >= 2 && start[0] == 0x1F && start[1] == 0x8B)
            return true;
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            throw new DataSetException($"'{path}' is named .gz but starts with {Bytes(start[..got])} instead of gzip's 1F 8B; download it again, or drop .gz from the name if it is already unpacked.");
        return false;
    }

    private static IdxFile Read(Stream stream, string path, int dimensions)
    {
        byte[] header = new byte[4 + (4 * dimensions)];
        int got = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (got < 4 || header[0] != 0 || header[1] != 0)
            throw new DataSetException($"'{path}' is no IDX file: it starts with {Bytes(header.AsSpan(0, Math.Min(got, 4)))} instead of 00 00 08 {dimensions:X2}; check that it is the right file.");
        if (header[2] != UnsignedByte)
            throw new DataSetException($"'{path}' holds values of IDX type {header[2]:X2}, but only unsigned bytes (08) are read here; convert it.");
        if (header[3] != dimensions)
            throw new DataSetException($"'{path}' has {header[3]} dimensions where {dimensions} are expected ({(dimensions == 3 ? "images" : "labels")}); check that image and label files are not swapped.");
        if (got < header.Length)
            throw new DataSetException($"'{path}' ends inside its header, {header.Length - got} bytes early; download or unpack it again.");

        int[] sizes = new int[dimensions];
        long expected = 1;
        for (int i = 0; i < dimensions; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 + (4 * i)));
            expected = size > MostBytes ? MostBytes + 1 : Math.Min(expected * size, MostBytes + 1);
            sizes[i] = (int)Math.Min(size, MostBytes);
        }
        if (expected > MostBytes)
            throw new DataSetException($"'{path}' announces more than {MostBytes >> 20} MB of content, the most that is read; its header is damaged, download it again.");
        return new IdxFile(sizes, ReadContent(stream, path, (int)expected));
    }

    private static byte[] ReadContent(Stream stream, string path, int expected)
    {
        // Grows with what really arrives, so a header that lies costs no more memory than the file deserves.
        byte[] content = new byte[Math.Min(expected, 1 << 20)];
        int got = 0;
        while (got < expected)
        {
            if (got == content.Length)
                Array.Resize(ref content, (int)Math.Min(expected, 2L * content.Length));
            int read = stream.Read(content, got, content.Length - got);
            if (read == 0)
                throw new DataSetException($"'{path}' ends {expected - got} bytes early: {expected} bytes of content are announced, {got} are there; download or unpack it again.");
            got += read;
        }
        if (stream.ReadByte() >= 0)
            throw new DataSetException($"'{path}' goes on after the {expected} bytes of content it announces; download or unpack it again.");
        return content;
    }

    private static string Bytes(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "nothing" : string.Join(' ', bytes.ToArray().Select(b => $"{b:X2}"));
}
