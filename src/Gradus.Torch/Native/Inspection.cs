using System.Runtime.Intrinsics;
using TorchSharp;

namespace Gradus.Torch.Native;

/// <summary>Loads libtorch if it can be, and gathers how it stands.</summary>
internal static class Inspection
{
    public static NativeStatus Run()
    {
        TorchUnavailableException? failure = null;
        try
        {
            TorchNatives.EnsureLoaded();
        }
        catch (TorchUnavailableException e)
        {
            failure = e;
        }

        bool loaded = failure is null;
        NativeLoad? stepIn = TorchSharpResolver.Outcome;
        var status = new NativeStatus
        {
            Origin = !loaded ? NativeOrigin.NotLoaded : stepIn?.Origin ?? NativeOrigin.AsShipped,
            TorchSharpPath = loaded ? stepIn?.Path ?? LoadedModules.PathOf(NativePlatform.TorchSharpFile) : null,
            LibtorchPath = loaded ? LoadedModules.PathOf(NativePlatform.LibtorchFile) : null,
            TorchSharpVersion = TorchVersions.TorchSharp,
            LibtorchVersion = loaded ? TorchVersions.Libtorch : null,
            NewestGlibcxx = GlibcxxVersion.Provided(),
            CudaAvailable = loaded && torch.cuda.is_available(),
            Threads = loaded ? torch.get_num_threads() : 0,
            SimdBits = WidestRegister(),
            Checks = [],
        };
        return status with { Checks = [.. NativeChecks.Of(status, failure)] };
    }

    private static int WidestRegister() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;
}
