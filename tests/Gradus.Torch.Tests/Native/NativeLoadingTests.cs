using Gradus.Torch.Native;
using Gradus.Torch.Native.Elf;

namespace Gradus.Torch.Tests.Native;

/// <summary>Native libraries load once in a process, so each of these runs an application of its own.</summary>
public sealed class NativeLoadingTests : IDisposable
{
    private readonly ProbeFolder probe = new();

    public void Dispose() => probe.Dispose();

    [Fact]
    public void An_older_libstdcxx_gets_a_copy_beside_the_untouched_original()
    {
        Shipped.SkipUnlessRefusedHere();
        string original = Path.Combine(probe.Natives, NativePlatform.TorchSharpFile);
        DateTime written = File.GetLastWriteTimeUtc(original);

        ProbeResult run = probe.Run();

        AssertWorks(run, NativeOrigin.CopyBesideOriginal);
        Assert.Equal(Path.Combine(probe.Natives, ForgivingCopy.FileName), run["path"]);
        Assert.Equal([run["path"]], ProbeFolder.Copies(probe.Application));
        Assert.Equal(Shipped.Bytes, File.ReadAllBytes(original));
        Assert.Equal(written, File.GetLastWriteTimeUtc(original));
    }

    [Fact]
    public void A_second_start_uses_the_copy_of_the_first()
    {
        Shipped.SkipUnlessRefusedHere();
        string copy = probe.Run()["path"]!;
        DateTime written = File.GetLastWriteTimeUtc(copy);

        AssertWorks(probe.Run(), NativeOrigin.CopyBesideOriginal);

        Assert.Equal(written, File.GetLastWriteTimeUtc(copy));
    }

    [Fact]
    public void An_output_folder_that_takes_no_copy_falls_back_to_the_user_cache()
    {
        Shipped.SkipUnlessRefusedHere();
        BlockOutputFolder();

        ProbeResult run = probe.Run();

        AssertWorks(run, NativeOrigin.CopyInUserCache);
        Assert.DoesNotContain(probe.Application, run["path"], StringComparison.Ordinal);
        Assert.Empty(ProbeFolder.Copies(probe.Application));
    }

    [Fact]
    public void A_cache_that_takes_no_copy_falls_back_to_a_temporary_one_that_leaves_nothing()
    {
        Shipped.SkipUnlessRefusedHere();
        BlockOutputFolder();
        probe.Cache = Path.Combine(probe.Application, NativePlatform.TorchSharpLibrary + ".file");
        File.WriteAllText(probe.Cache, "A file is no folder.");

        ProbeResult run = probe.Run();

        AssertWorks(run, NativeOrigin.CopyInTemporaryFolder);
        Assert.Empty(ProbeFolder.Copies(probe.Temporary));
    }

    [Fact]
    public void Starts_at_the_same_moment_share_one_copy()
    {
        Shipped.SkipUnlessRefusedHere();

        Parallel.For(0, 6, _ => AssertWorks(probe.Run(), NativeOrigin.CopyBesideOriginal));

        Assert.Single(ProbeFolder.Copies(probe.Application));
    }

    [Fact]
    public void A_library_that_loads_as_shipped_is_left_alone()
    {
        Shipped.SkipUnlessLinux();
        // Stands for a system whose libstdc++ is new enough.
        Replace(NativePlatform.TorchSharpFile,
            UnusedVersions.Forgiven(new ElfImage(Shipped.Bytes, "shipped"), OlderLibstdcxx.FileName, out _));

        ProbeResult run = probe.Run();

        AssertWorks(run, NativeOrigin.AsShipped);
        Assert.Equal(Path.Combine(probe.Natives, NativePlatform.TorchSharpFile), run["path"]);
        Assert.Empty(ProbeFolder.Copies(probe.Application));
    }

    [Fact]
    public void Missing_natives_name_the_package_to_add()
    {
        Directory.Delete(probe.Natives, recursive: true);

        ProbeResult run = probe.Run();

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains($"dotnet add package {NativePlatform.LibtorchPackage} --version {NativePlatform.LibtorchVersion}",
            run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspecting_without_natives_reports_the_remedy_instead_of_throwing()
    {
        Directory.Delete(probe.Natives, recursive: true);

        ProbeResult run = probe.Run("inspect");

        Assert.Equal((0, "NotLoaded"), (run.ExitCode, run["origin"]));
        Assert.Contains($"dotnet add package {NativePlatform.LibtorchPackage}", run["Failed"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_half_of_TorchSharp_is_told_from_a_missing_libtorch()
    {
        File.Delete(Path.Combine(probe.Natives, NativePlatform.TorchSharpFile));

        ProbeResult run = probe.Run();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("dotnet add package TorchSharp --version", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libLibTorchSharp.so", 5000)]
    [InlineData("libLibTorchSharp.so", 0)]
    [InlineData("libtorch_cpu.so", 1_000_000)]
    public void A_library_that_was_cut_short_is_named_before_it_can_end_the_process(string fileName, int length)
    {
        Shipped.SkipUnlessLinux();
        byte[] beginning = new byte[length];
        using (FileStream file = File.OpenRead(Path.Combine(probe.Natives, fileName)))
            file.ReadExactly(beginning);
        Replace(fileName, beginning);

        ProbeResult run = probe.Run();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{fileName}' is damaged: it ends at {length} bytes", run.Errors, StringComparison.Ordinal);
        Assert.Contains("dotnet restore --force", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_too_old_for_what_the_library_calls_is_told_what_would_do()
    {
        Shipped.SkipUnlessLinux();
        // GLIBCXX_3.4.30, whose condition_variable::wait the library calls, becomes a version that no system has.
        byte[] demanding = [.. Shipped.Bytes];
        int at = demanding.AsSpan().IndexOf("GLIBCXX_3.4.30\0"u8);
        "GLIBCXX_3.4.99"u8.CopyTo(demanding.AsSpan(at));
        Replace(NativePlatform.TorchSharpFile, demanding);

        ProbeResult run = probe.Run();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("GLIBCXX_3.4.99' not found", run.Errors, StringComparison.Ordinal);
        Assert.Contains("libstdc++ of GCC 12 or newer", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_named_as_such()
    {
        Shipped.SkipUnlessLinux();
        Replace(NativePlatform.TorchSharpFile, new byte[5000]);

        ProbeResult run = probe.Run();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("libLibTorchSharp.so' is not an ELF library", run.Errors, StringComparison.Ordinal);
    }

    private static void AssertWorks(ProbeResult run, NativeOrigin origin)
    {
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(("3", origin.ToString()), (run["sum"], run["origin"]));
    }

    // A folder in the copy's place refuses it to everyone, the superuser included, as permissions would not.
    private void BlockOutputFolder() =>
        Directory.CreateDirectory(Path.Combine(probe.Natives, ForgivingCopy.FileName));

    // Deleted first: writing into a hard link would write into the package cache.
    private void Replace(string fileName, byte[] bytes)
    {
        string path = Path.Combine(probe.Natives, fileName);
        File.Delete(path);
        File.WriteAllBytes(path, bytes);
    }
}
