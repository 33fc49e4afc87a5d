namespace Gradus.Torch.Native.Elf;

/// <summary>Where a section of the file lies, and the section it refers to.</summary>
internal sealed record ElfSection(int Index, ElfSectionType Type, ulong Offset, ulong Size, uint Link)
{
    public ulong End => Offset + Size;
}

/// <summary>The section types that tell which symbol versions a library needs and provides.</summary>
internal enum ElfSectionType : uint
{
    None = 0,
    Relocations = 4,
    NoBits = 8,
    DynamicSymbols = 11,
    VersionDefinitions = 0x6FFFFFFD,
    VersionNeeds = 0x6FFFFFFE,
    SymbolVersions = 0x6FFFFFFF,
}
