using TorchSharp;

namespace Gradus.Torch.Native;

/// <summary>What is looked at, and what is said about it.</summary>
internal static class NativeChecks
{
    public static IEnumerable<NativeCheck> Of(NativeStatus status, TorchUnavailableException? failure)
    {
        yield return failure is null ? Loaded(status) : NotLoaded(failure);
        if (status.NewestGlibcxx is { } provided)
            yield return Libstdcxx(status, provided);
        if (status.IsLoaded)
        {
            yield return Arithmetic();
            yield return Threads(status.Threads, Environment.ProcessorCount);
            yield return Gpu(status.CudaAvailable);
        }
        yield return Simd(status.SimdBits);
        if (LeftoverCopies() is { } leftover)
            yield return leftover;
    }

    private static NativeCheck Loaded(NativeStatus status)
    {
        string what = $"libtorch {status.LibtorchVersion} with TorchSharp {status.TorchSharpVersion}";
        return status.Origin switch
        {
            NativeOrigin.AsShipped => new("libtorch", CheckOutcome.Ok, $"{what} is loaded as shipped."),
            NativeOrigin.CopyBesideOriginal => new("libtorch", CheckOutcome.Ok,
                $"{what} is loaded through a copy that suits this system's libstdc++: {status.TorchSharpPath}"),
            NativeOrigin.CopyInUserCache => new("libtorch", CheckOutcome.Ok,
                $"{what} is loaded through a copy in the user's cache that suits this system's libstdc++: {status.TorchSharpPath}"),
            _ => new("libtorch", CheckOutcome.Warning,
                $"{what} is loaded through a temporary copy that every start writes anew.",
                "Make the application's folder or ~/.cache (XDG_CACHE_HOME) writable."),
        };
    }

    private static NativeCheck NotLoaded(TorchUnavailableException failure)
    {
        string[] lines = failure.Message.Split(Environment.NewLine, 2);
        return new("libtorch", CheckOutcome.Failed, lines[0], lines.ElementAtOrDefault(1));
    }

    private static NativeCheck Libstdcxx(NativeStatus status, string provided) =>
        status.IsLoaded && status.Origin != NativeOrigin.AsShipped
            ? new("libstdc++", CheckOutcome.Ok,
                $"The system's libstdc++ ends at {provided}, before the version that TorchSharp is built for; the copy does without it.")
            : new("libstdc++", CheckOutcome.Ok, $"The system's libstdc++ reaches {provided}.");

    private static NativeCheck Arithmetic()
    {
        using torch.Tensor ones = torch.ones(3);
        using torch.Tensor sum = ones.sum();
        float answer = sum.item<float>();
        return answer == 3
            ? new("arithmetic", CheckOutcome.Ok, "A tensor of three ones sums to 3.")
            : new("arithmetic", CheckOutcome.Failed, $"A tensor of three ones sums to {answer}; expected 3.",
                "Restore the packages again (dotnet restore --force) and rebuild the application.");
    }

    internal static NativeCheck Threads(int threads, int processors) => threads == 1 && processors > 1
        ? new("threads", CheckOutcome.Warning, $"libtorch uses 1 thread of {processors} processors.",
            $"Unset OMP_NUM_THREADS, or call torch.set_num_threads({processors}).")
        : new("threads", CheckOutcome.Ok, $"libtorch uses {threads} of {processors} processors.");

    private static NativeCheck Gpu(bool available) => available
        ? new("GPU", CheckOutcome.Ok, "libtorch can use an NVIDIA GPU.")
        : new("GPU", CheckOutcome.Ok, "libtorch uses the processor only: it is a CPU build, or finds no NVIDIA GPU.");

    internal static NativeCheck Simd(int bits) => bits > 0
        ? new("SIMD", CheckOutcome.Ok, $"Registers of {bits} bits are accelerated.")
        : new("SIMD", CheckOutcome.Warning, "No SIMD register is accelerated: fused steps take one number at a time.",
            "Unset DOTNET_EnableHWIntrinsic.");

    // TorchSharp leaves these behind when it could not be loaded in an earlier run.
    private static NativeCheck? LeftoverCopies()
    {
        string folder = Path.Combine(Path.GetDirectoryName(NativePlatform.TorchSharp.Location) ?? AppContext.BaseDirectory, "cpu");
        return File.Exists(Path.Combine(folder, NativePlatform.LibtorchFile))
            ? new("disk", CheckOutcome.Warning, $"TorchSharp left a copy of libtorch behind, about half a gigabyte: {folder}", "Delete that folder.")
            : null;
    }
}
