using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace Gradus.Torch.Training;

/// <summary>
/// Reads and writes the safetensors format: eight bytes of header length, a JSON header of names, types, shapes and
/// offsets, then the raw little-endian numbers.
/// </summary>
public static class Safetensors
{
    private const int LargestHeader = 100 << 20;

    private static readonly (string Name, ScalarType Type)[] s_types =
    [
        ("F64", ScalarType.Float64), ("F32", ScalarType.Float32), ("F16", ScalarType.Float16), ("BF16", ScalarType.BFloat16),
        ("I64", ScalarType.Int64), ("I32", ScalarType.Int32), ("I16", ScalarType.Int16), ("I8", ScalarType.Int8),
        ("U8", ScalarType.Byte), ("BOOL", ScalarType.Bool),
    ];

    /// <summary>Writes tensors to a file, under a temporary name until it is whole.</summary>
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

    /// <summary>Reads all tensors of a file.</summary>
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
                json.WriteString("dtype", s_types.First(pair => pair.Type == value.dtype).Name);
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

    private static Tensor Read(FileStream file, long begin, JsonElement entry, string path)
    {
        string dtype = entry.GetProperty("dtype").GetString() ?? "";
        (string _, ScalarType type) = s_types.FirstOrDefault(pair => pair.Name == dtype) is { Name: not null } known
            ? known
            : throw Broken(path, $"it holds the type '{dtype}'");
        long[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        long from = entry.GetProperty("data_offsets")[0].GetInt64(), to = entry.GetProperty("data_offsets")[1].GetInt64();
        Tensor tensor = empty(shape, type);
        if (from < 0 || to - from != tensor.numel() * tensor.ElementSize || begin + to > file.Length)
        {
            throw Broken(path, $"{file.Length} bytes do not hold all its tensors");
        }

        file.Position = begin + from;
        if (to > from) file.ReadExactly(tensor.bytes);
        return tensor;
    }

    private static InvalidDataException Broken(string path, string why) =>
        new($"{path} cannot be read: {why}. Delete it, or restore a whole copy.");
}
