namespace Gradus.Torch.Native.Elf;

/// <summary>
/// A version that a library asks another one for. <paramref name="Index"/> is what its symbols are tagged with,
/// <paramref name="FlagsOffset"/> where the file keeps the entry's flags.
/// </summary>
internal sealed record NeededVersion(string Library, string Version, ushort Index, bool IsWeak, ulong FlagsOffset);

/// <summary>Reads the symbol versions that a library needs, uses and provides.</summary>
internal static class SymbolVersions
{
    /// <summary>VER_FLG_WEAK: the dynamic loader forgives the absence of a version so marked.</summary>
    public const ushort WeakFlag = 2;

    private const ushort IndexMask = 0x7FFF;

    /// <summary>The entries of <c>.gnu.version_r</c>, in file order.</summary>
    public static List<NeededVersion> Needed(ElfImage image)
    {
        var needed = new List<NeededVersion>();
        if (image.Section(ElfSectionType.VersionNeeds) is not { } section)
            return needed;
        ElfSection strings = image.Linked(section);
        foreach (ulong library in Chain(image, section, section.Offset, nextField: 12))
        {
            string libraryName = image.Text(strings, image.U32(library + 4));
            ulong first = library + image.U32(library + 8);
            foreach (ulong version in Chain(image, section, first, nextField: 12))
            {
                ushort flags = image.U16(version + 4);
                needed.Add(new NeededVersion(
                    libraryName,
                    image.Text(strings, image.U32(version + 8)),
                    (ushort)(image.U16(version + 6) & IndexMask),
                    (flags & WeakFlag) != 0,
                    version + 4));
            }
        }
        return needed;
    }

    /// <summary>The names in <c>.gnu.version_d</c>: what the library provides.</summary>
    public static List<string> Provided(ElfImage image)
    {
        var provided = new List<string>();
        if (image.Section(ElfSectionType.VersionDefinitions) is not { } section)
            return provided;
        ElfSection strings = image.Linked(section);
        foreach (ulong definition in Chain(image, section, section.Offset, nextField: 16))
            provided.Add(image.Text(strings, image.U32(definition + image.U32(definition + 12))));
        return provided;
    }

    /// <summary>The indices of the versions whose symbols some relocation refers to: those the code can reach.</summary>
    public static HashSet<ushort> Referenced(ElfImage image)
    {
        var referenced = new HashSet<ushort>();
        if (image.Section(ElfSectionType.SymbolVersions) is not { } versions)
            return referenced;
        foreach (ElfSection relocations in image.Sections.Where(s => s.Type == ElfSectionType.Relocations))
        {
            if (image.Linked(relocations).Type != ElfSectionType.DynamicSymbols)
                continue;
            for (ulong at = relocations.Offset; at + 24 <= relocations.End; at += 24)
            {
                ulong symbol = image.U64(at + 8) >> 32;
                referenced.Add((ushort)(image.U16(versions.Offset + 2 * symbol) & IndexMask));
            }
        }
        return referenced;
    }

    // Each record says how far away the next one is, always forwards; so the walk ends with the section.
    private static IEnumerable<ulong> Chain(ElfImage image, ElfSection section, ulong first, ulong nextField)
    {
        for (ulong at = first; at < section.End;)
        {
            yield return at;
            uint next = image.U32(at + nextField);
            if (next == 0)
                yield break;
            at += next;
        }
    }
}
