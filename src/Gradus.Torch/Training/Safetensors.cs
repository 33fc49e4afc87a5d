using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Gradus.Torch.Training;

/// <summary>
/// Reads and writes the safetensors format: eight bytes of header length, a JSON header of names, types, shapes and
/// offsets, then the raw little-endian numbers.
/// </summary>
public static class Safetensors
{
    private const int LargestHeader = 100 << 20;

    private static readonly (string Name, ScalarType Type, int Bytes)[] s_types =
    [
        ("F64", ScalarType.Float64, 8), ("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8), ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>Writes tensors to a file, under a temporary name until it is whole.</summary>
    /// <exception cref="ArgumentException">A tensor is of a type that the format lacks.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        using IDisposable scope = NewDisposeScope();
        using IDisposable off = no_grad();
        List<(string Name, Tensor Value)> entries = [.. tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (pair.Key, pair.Value.detach().cpu().contiguous()))];
        byte[] header = Header(entries);
        string temporary = path + ".part";
        using (FileStream file = File.Create(temporary))
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            file.Write(length);
            file.Write(header);
            foreach ((_, Tensor value) in entries)
            {
                if (value.numel() > 0) file.Write(value.bytes);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads all tensors of a file, all of them or none.</summary>
    /// <exception cref="InvalidDataException">The file is no safetensors file, or is cut short.</exception>
    public static Dictionary<string, Tensor> Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[8];
        if (file.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8) throw Broken(path, "it ends before its header");
        long length = BinaryPrimitives.ReadInt64LittleEndian(start);
        if (length is < 2 or > LargestHeader || length > file.Length - 8) throw Broken(path, $"its header claims {length} bytes");
        byte[] header = new byte[length];
        file.ReadExactly(header);
        Dictionary<string, Tensor> tensors = [];
        using DisposeScope scope = NewDisposeScope();
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            foreach (JsonProperty entry in document.RootElement.EnumerateObject())
            {
                if (entry.Name != "__metadata__") tensors[entry.Name] = Read(file, 8 + length, entry.Value, path);
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Broken(path, $"its header is not understood ({e.Message})");
        }

        foreach (Tensor tensor in tensors.Values) tensor.MoveToOuterDisposeScope();
        return tensors;
    }

    private static byte[] Header(List<(string Name, Tensor Value)> entries)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            long offset = 0;
            foreach ((string name, Tensor value) in entries)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", NameOf(name, value.dtype));
                json.WriteStartArray("shape");
                foreach (long size in value.shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += value.numel() * value.ElementSize);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // The format pads its header with spaces so that the numbers begin at a multiple of eight.
        string text = Encoding.UTF8.GetString(stream.ToArray());
        return Encoding.UTF8.GetBytes(text + new string(' ', (8 - (int)(stream.Length % 8)) % 8));
    }

    private static string NameOf(string tensor, ScalarType type) => s_types.FirstOrDefault(known => known.Type == type).Name
        ?? throw new ArgumentException($"'{tensor}' is of type {type}, which the safetensors format lacks; convert it first.");

    private static Tensor Read(FileStream file, long begin, JsonElement entry, string path)
    {
        string dtype = entry.GetProperty("dtype").GetString() ?? "";
        (string? known, ScalarType type, int bytes) = s_types.FirstOrDefault(pair => pair.Name == dtype);
        if (known is null) throw Broken(path, $"it holds the type '{dtype}'");
        long[] shape = Numbers(entry.GetProperty("shape")), offsets = Numbers(entry.GetProperty("data_offsets"));
        if (offsets is not [>= 0 and long from, long to] || to < from || to > file.Length - begin || !Fits(shape, bytes, to - from))
        {
            throw Broken(path, $"{file.Length} bytes do not hold all its tensors");
        }

        Tensor tensor = empty(shape, type);
        file.Position = begin + from;
        if (to > from) file.ReadExactly(tensor.bytes);
        return tensor;
    }

    private static long[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt64())];

    /// <summary>Whether a tensor takes just so many bytes, also where its header names sizes beyond all memory.</summary>
    private static bool Fits(long[] shape, int bytes, long room)
    {
        if (shape.Any(size => size < 0)) return false;
        if (shape.Contains(0)) return room == 0 && shape.All(size => size < int.MaxValue);
        Int128 needed = bytes;
        foreach (long size in shape)
        {
            needed *= size;
            if (needed > room) return false;
        }

        return needed == room;
    }

    private static InvalidDataException Broken(string path, string why) =>
        new($"{path} cannot be read: {why}. Delete it, or restore a whole copy.");
}
