using System.Buffers.Binary;

namespace Gradus.Torch.Native.Elf;

/// <summary>
/// The versions that a library asks for in vain: no relocation refers to a symbol of theirs, so nothing can ever call one.
/// </summary>
/// <remarks>
/// A library built with GCC 13 or newer asks libstdc++ for GLIBCXX_3.4.32 merely by including
/// <c>&lt;iostream&gt;</c>: the symbol behind it, <c>std::ios_base_library_init()</c>, is a mark for the linker.
/// An older system then refuses a library that would have run there. Marked weak, the version may be absent.
/// </remarks>
internal static class UnusedVersions
{
    public static List<NeededVersion> Of(ElfImage image)
    {
        // Without the table that ties symbols to versions nothing can be shown to be unused.
        if (image.Section(ElfSectionType.SymbolVersions) is null)
            return [];
        HashSet<ushort> referenced = SymbolVersions.Referenced(image);
        return [.. SymbolVersions.Needed(image).Where(need => !need.IsWeak && !referenced.Contains(need.Index))];
    }

    /// <summary>The file's bytes with those versions of <paramref name="library"/> marked weak; the image stays as it is.</summary>
    public static byte[] Forgiven(ElfImage image, string library, out IReadOnlyList<string> versions)
    {
        List<NeededVersion> unused = [.. Of(image).Where(need => need.Library == library)];
        versions = [.. unused.Select(need => need.Version)];

        byte[] bytes = image.ToArray();
        foreach (NeededVersion need in unused)
        {
            Span<byte> flags = bytes.AsSpan((int)need.FlagsOffset, 2);
            BinaryPrimitives.WriteUInt16LittleEndian(
                flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | SymbolVersions.WeakFlag));
        }
        return bytes;
    }
}
