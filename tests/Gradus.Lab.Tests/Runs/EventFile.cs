using System.Buffers.Binary;
using System.Text;

namespace Gradus.Lab.Tests.Runs;

/// <summary>A scalar of a TensorBoard event file.</summary>
internal readonly record struct Scalar(string Tag, long Step, float Value);

/// <summary>
/// Reads TensorBoard's event files knowing only their format: TFRecord frames (length, masked CRC-32C, data, masked
/// CRC-32C) around protocol buffers.
/// </summary>
internal static class EventFile
{
    public static IReadOnlyList<Scalar> ReadFolder(string folder) =>
        [.. Directory.GetFiles(folder, "events.out.tfevents.*").Order(StringComparer.Ordinal).SelectMany(Read)];

    public static List<Scalar> Read(string path)
    {
        List<Scalar> scalars = [];
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        for (bool first = true; rest.Length > 0; first = false)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(rest));
            Assert.Equal(Masked(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            ReadOnlySpan<byte> data = rest.Slice(12, length);
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            Event(data, first, scalars);
            rest = rest[(16 + length)..];
        }

        return scalars;
    }

    /// <summary>event.proto: 1 wall_time, 2 step, 3 file_version, 5 summary { 1 value { 1 tag, 2 simple_value } }.</summary>
    private static void Event(ReadOnlySpan<byte> data, bool first, List<Scalar> scalars)
    {
        long step = 0;
        List<(string Tag, float Value)> values = [];
        string version = "";
        while (data.Length > 0)
        {
            (int field, ulong number, ReadOnlySpan<byte> bytes) = Field(ref data);
            if (field == 2) step = (long)number;
            if (field == 3) version = Encoding.UTF8.GetString(bytes);
            if (field == 5) Summary(bytes, values);
        }

        if (first) Assert.Equal("brain.Event:2", version);
        scalars.AddRange(values.Select(value => new Scalar(value.Tag, step, value.Value)));
    }

    private static void Summary(ReadOnlySpan<byte> data, List<(string, float)> values)
    {
        while (data.Length > 0)
        {
            (int field, _, ReadOnlySpan<byte> value) = Field(ref data);
            if (field != 1) continue;
            string tag = "";
            float? simple = null;
            while (value.Length > 0)
            {
                (int inner, ulong number, ReadOnlySpan<byte> bytes) = Field(ref value);
                if (inner == 1) tag = Encoding.UTF8.GetString(bytes);
                if (inner == 2) simple = BitConverter.UInt32BitsToSingle((uint)number);
            }

            values.Add((tag, Assert.NotNull(simple)));
        }
    }

    private static FieldOf Field(ref ReadOnlySpan<byte> data)
    {
        ulong key = Varint(ref data), number = 0;
        ReadOnlySpan<byte> bytes = [];
        switch (key & 7)
        {
            case 0:
                number = Varint(ref data);
                break;
            case 1:
                number = BinaryPrimitives.ReadUInt64LittleEndian(data);
                data = data[8..];
                break;
            case 2:
                int length = (int)Varint(ref data);
                bytes = data[..length];
                data = data[length..];
                break;
            case 5:
                number = BinaryPrimitives.ReadUInt32LittleEndian(data);
                data = data[4..];
                break;
            default:
                throw new InvalidDataException($"Wire type {key & 7} is none of protocol buffers.");
        }

        return new((int)(key >> 3), number, bytes);
    }

    private static ulong Varint(ref ReadOnlySpan<byte> data)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = data[0];
            data = data[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data) crc = System.Numerics.BitOperations.Crc32C(crc, value);
        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8);
    }

    private readonly ref struct FieldOf(int field, ulong number, ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public void Deconstruct(out int id, out ulong value, out ReadOnlySpan<byte> content)
        {
            id = field;
            value = number;
            content = _bytes;
        }
    }
}
