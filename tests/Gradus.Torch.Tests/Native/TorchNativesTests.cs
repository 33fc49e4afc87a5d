using Gradus.Torch.Native;
using TorchSharp;

namespace Gradus.Torch.Tests.Native;

public class TorchNativesTests
{
    [Fact]
    public void Tensors_work_once_the_door_was_passed()
    {
        TorchNatives.EnsureLoaded();

        using torch.Tensor sum = torch.ones(3).sum();

        Assert.Equal(3, sum.item<float>());
    }

    [Fact]
    public void Passing_the_door_again_allocates_nothing()
    {
        TorchNatives.EnsureLoaded();
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1000; i++)
            TorchNatives.EnsureLoaded();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Inspection_tells_what_was_loaded_from_where()
    {
        NativeStatus status = TorchNatives.Inspect();

        Assert.True(status.IsLoaded);
        Assert.True(File.Exists(status.TorchSharpPath), status.TorchSharpPath);
        Assert.True(File.Exists(status.LibtorchPath), status.LibtorchPath);
        Assert.Equal(NativePlatform.LibtorchVersion, status.LibtorchVersion);
        Assert.True(status.Threads > 0);
        Assert.NotEqual(CheckOutcome.Failed, status.Worst);
        Assert.Contains(status.Checks, check => check is { Name: "arithmetic", Outcome: CheckOutcome.Ok });
    }

    [Fact]
    public void A_single_thread_on_many_processors_is_warned_of_with_a_remedy()
    {
        NativeCheck check = NativeChecks.Threads(threads: 1, processors: 8);

        Assert.Equal(CheckOutcome.Warning, check.Outcome);
        Assert.Contains("set_num_threads(8)", check.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version `GLIBCXX_3.4.30' not found (required by /app/libLibTorchSharp.so)", "GCC 12")]
    [InlineData("version `GLIBC_2.34' not found (required by /app/libLibTorchSharp.so)", "glibc 2.34")]
    public void A_refused_library_gets_the_remedy_for_its_reason(string trouble, string remedy)
    {
        LoadFailure failure = LoadFailure.Explain(NativeFolders.OfThisApplication(), trouble);

        Assert.Contains(trouble, failure.Finding, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_loaders_own_words_are_found_among_general_advice()
    {
        var error = new DllNotFoundException("""
            Unable to load shared library 'LibTorchSharp' or one of its dependencies. Consider using strace:
            /app/LibTorchSharp.so: cannot open shared object file: No such file or directory
            /lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so)
            /app/libLibTorchSharp: cannot open shared object file: No such file or directory
            """);

        Assert.StartsWith("/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found", LoaderMessage.Of(error), StringComparison.Ordinal);
    }
}
