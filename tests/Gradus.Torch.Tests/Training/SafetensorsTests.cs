using System.Buffers.Binary;
using System.Text;
using Gradus.Torch.Tests.Optimizers;
using Gradus.Torch.Training;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Training;

public class SafetensorsTests
{
    public static TheoryData<ScalarType> Types { get; } =
    [
        ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64,
        ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
    ];

    [Theory, MemberData(nameof(Types))]
    public void Tensors_of_every_type_come_back_as_they_were(ScalarType type)
    {
        using Folder folder = new();
        using IDisposable scope = NewDisposeScope();
        Tensor numbers = tensor(new double[] { 0, 1, 2, 3, 100, 5 }, dtype: ScalarType.Float64).to(type);
        Dictionary<string, Tensor> saved = new()
        {
            ["table"] = numbers.view(2, 3), ["number"] = numbers[1].clone(), ["nothing"] = empty([3, 0], type),
            ["turned ⟂"] = numbers.view(2, 3).t(), ["part"] = numbers.narrow(0, 2, 3),
        };
        Safetensors.Save(folder.File("a"), saved);
        Dictionary<string, Tensor> loaded = Safetensors.Load(folder.File("a"));
        Assert.Equal(saved.Keys.Order(StringComparer.Ordinal), loaded.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Tensor value) in saved)
        {
            Assert.Equal((type, name), (loaded[name].dtype, name));
            Assert.Equal(value.shape, loaded[name].shape);
            Assert.Equal(value.Numbers(), loaded[name].Numbers());
        }

        Assert.Equal([folder.File("a")], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Numbers_that_are_no_numbers_keep_every_bit()
    {
        using Folder folder = new();
        using IDisposable scope = NewDisposeScope();
        float[] odd = [float.NaN, BitConverter.UInt32BitsToSingle(0x7fc12345), float.NegativeInfinity, -0f, float.Epsilon];
        Safetensors.Save(folder.File("a"), new Dictionary<string, Tensor> { ["x"] = tensor(odd) });
        Assert.Equal(odd.Select(BitConverter.SingleToUInt32Bits), Safetensors.Load(folder.File("a"))["x"].data<float>().Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void The_file_is_laid_out_as_the_format_says()
    {
        using Folder folder = new();
        using IDisposable scope = NewDisposeScope();
        Safetensors.Save(folder.File("a"), new Dictionary<string, Tensor> { ["b"] = ones(2), ["a"] = tensor(7L) });
        byte[] bytes = File.ReadAllBytes(folder.File("a"));
        long header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        Assert.Equal(
            """{"a":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""",
            Encoding.UTF8.GetString(bytes, 8, (int)header).TrimEnd(' '));
        Assert.Equal(8 + header + 16, bytes.Length);
        Assert.Equal(7, bytes[8 + header]);
    }

    [Fact]
    public void Metadata_of_other_programs_is_passed_over()
    {
        using Folder folder = new();
        Write(folder.File("a"), """{"__metadata__":{"format":"pt"},"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2);
        using Tensor x = Assert.Single(Safetensors.Load(folder.File("a"))).Value;
        Assert.Equal([2], x.shape);
    }

    [Fact]
    public void A_type_the_format_lacks_is_refused_by_name()
    {
        using Folder folder = new();
        using Tensor complex = zeros(2, dtype: ScalarType.ComplexFloat32);
        ArgumentException said = Assert.Throws<ArgumentException>(() => Safetensors.Save(folder.File("a"), new Dictionary<string, Tensor> { ["z"] = complex }));
        Assert.Contains("'z' is of type ComplexFloat32", said.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[-4,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[9223372036854775800,9223372036854775807]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":"all"}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1000000000000,1000],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""")]
    [InlineData("""{"x":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":3,"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":7}""")]
    [InlineData("""[1,2]""")]
    [InlineData("""{"x":""")]
    [InlineData("no json at all")]
    public void A_header_that_lies_is_refused_in_a_sentence(string header)
    {
        using Folder folder = new();
        Write(folder.File("a"), header, 8);
        InvalidDataException said = Assert.Throws<InvalidDataException>(() => Safetensors.Load(folder.File("a")));
        Assert.StartsWith($"{folder.File("a")} cannot be read: ", said.Message, StringComparison.Ordinal);
        Assert.EndsWith("Delete it, or restore a whole copy.", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        using Folder folder = new();
        using IDisposable scope = NewDisposeScope();
        Safetensors.Save(folder.File("a"), new Dictionary<string, Tensor> { ["x"] = Leaves.Numbers([3], 1, ScalarType.Float32), ["y"] = ones(2) });
        byte[] whole = File.ReadAllBytes(folder.File("a"));
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder.File("b"), whole[..length]);
            Assert.Throws<InvalidDataException>(() => Safetensors.Load(folder.File("b")));
        }
    }

    [Fact]
    public void Garbage_is_refused()
    {
        using Folder folder = new();
        byte[] noise = new byte[1000];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(folder.File("a"), noise);
        Assert.Throws<InvalidDataException>(() => Safetensors.Load(folder.File("a")));
    }

    private static void Write(string path, string header, int data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header), file = new byte[8 + text.Length + data];
        BinaryPrimitives.WriteInt64LittleEndian(file, text.Length);
        text.CopyTo(file, 8);
        File.WriteAllBytes(path, file);
    }
}
