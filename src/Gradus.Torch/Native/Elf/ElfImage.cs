using System.Buffers.Binary;
using System.Text;

namespace Gradus.Torch.Native.Elf;

/// <summary>A 64-bit little-endian ELF file in memory. Every read is checked against the file's end.</summary>
internal sealed class ElfImage
{
    private const int HeaderSize = 64, SectionHeaderSize = 64;

    private readonly byte[] _bytes;
    private readonly string _name;

    public ElfImage(byte[] bytes, string name)
    {
        _bytes = bytes;
        _name = name;
        if (bytes.Length < HeaderSize || !bytes.AsSpan(0, 6).SequenceEqual("\u007FELF\u0002\u0001"u8))
            throw Broken("it does not begin as a 64-bit little-endian ELF file does");
        Sections = ReadSections();
    }

    public IReadOnlyList<ElfSection> Sections { get; }

    public byte[] ToArray() => [.. _bytes];

    public ushort U16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(At(offset, 2));

    public uint U32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, 4));

    public ulong U64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(At(offset, 8));

    public ElfSection? Section(ElfSectionType type) => Sections.FirstOrDefault(s => s.Type == type);

    /// <summary>The section that another one names in its link field: a table's strings, a relocation's symbols.</summary>
    public ElfSection Linked(ElfSection section) => section.Link < Sections.Count
        ? Sections[(int)section.Link]
        : throw Broken($"a section links to section {section.Link} of {Sections.Count}");

    public string Text(ElfSection strings, uint offset)
    {
        ReadOnlySpan<byte> rest = At(strings.Offset, strings.Size)[(int)Math.Min(offset, strings.Size)..];
        int end = rest.IndexOf((byte)0);
        return end >= 0 ? Encoding.ASCII.GetString(rest[..end]) : throw Broken("a name runs past its string table");
    }

    private ElfSection[] ReadSections()
    {
        ulong start = U64(0x28);
        ushort size = U16(0x3A), count = U16(0x3C);
        if (count == 0 || size < SectionHeaderSize)
            throw Broken("it has no section headers");
        At(start, (ulong)size * count);

        var sections = new ElfSection[count];
        for (int i = 0; i < count; i++)
        {
            ulong at = start + (ulong)i * size;
            var section = new ElfSection(i, (ElfSectionType)U32(at + 4), U64(at + 24), U64(at + 32), U32(at + 40));
            if (section.Type is not (ElfSectionType.None or ElfSectionType.NoBits))
                At(section.Offset, section.Size);
            sections[i] = section;
        }
        return sections;
    }

    private ReadOnlySpan<byte> At(ulong offset, ulong length)
    {
        ulong size = (ulong)_bytes.Length;
        if (offset > size || length > size - offset)
            throw Broken($"it names {length} bytes at {offset}, but ends at {size}");
        return _bytes.AsSpan((int)offset, (int)length);
    }

    private InvalidDataException Broken(string why) =>
        new($"'{_name}' is not an ELF library that can be read: {why}.");
}
