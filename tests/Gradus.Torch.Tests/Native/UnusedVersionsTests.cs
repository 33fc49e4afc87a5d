using Gradus.Torch.Native.Elf;

namespace Gradus.Torch.Tests.Native;

public class UnusedVersionsTests
{
    private const string Libstdcxx = "libstdc++.so.6";

    public UnusedVersionsTests() => Shipped.SkipUnlessLinux();

    [Fact]
    public void The_shipped_library_asks_for_one_version_in_vain()
    {
        NeededVersion unused = Assert.Single(UnusedVersions.Of(new ElfImage(Shipped.Bytes, "shipped")));

        Assert.Equal((Libstdcxx, "GLIBCXX_3.4.32"), (unused.Library, unused.Version));
    }

    [Fact]
    public void Forgiving_changes_that_versions_weak_flag_and_no_other_bit()
    {
        var image = new ElfImage(Shipped.Bytes, "shipped");
        NeededVersion unused = Assert.Single(UnusedVersions.Of(image));

        byte[] forgiving = UnusedVersions.Forgiven(image, Libstdcxx, out IReadOnlyList<string> versions);

        Assert.Equal(["GLIBCXX_3.4.32"], versions);
        int changed = Assert.Single(Enumerable.Range(0, forgiving.Length), i => forgiving[i] != Shipped.Bytes[i]);
        Assert.Equal((int)unused.FlagsOffset, changed);
        Assert.Equal(Shipped.Bytes[changed] | SymbolVersions.WeakFlag, forgiving[changed]);
    }

    [Fact]
    public void A_forgiving_copy_has_nothing_left_to_forgive()
    {
        byte[] forgiving = UnusedVersions.Forgiven(new ElfImage(Shipped.Bytes, "shipped"), Libstdcxx, out _);

        var again = new ElfImage(forgiving, "copy");

        Assert.Empty(UnusedVersions.Of(again));
        Assert.Single(SymbolVersions.Needed(again), need => need.IsWeak && need.Version == "GLIBCXX_3.4.32");
    }

    [Fact]
    public void A_version_that_the_code_calls_is_never_forgiven()
    {
        var image = new ElfImage(Shipped.Bytes, "shipped");

        // std::condition_variable::wait, which the library does call.
        NeededVersion called = Assert.Single(SymbolVersions.Needed(image), need => need.Version == "GLIBCXX_3.4.30");

        Assert.Contains(called.Index, SymbolVersions.Referenced(image));
        Assert.DoesNotContain(called, UnusedVersions.Of(image));
    }

    [Fact]
    public void Versions_of_other_libraries_stay_demanded()
    {
        byte[] bytes = UnusedVersions.Forgiven(new ElfImage(Shipped.Bytes, "shipped"), "libm.so.6", out IReadOnlyList<string> versions);

        Assert.Empty(versions);
        Assert.Equal(Shipped.Bytes, bytes);
    }
}
