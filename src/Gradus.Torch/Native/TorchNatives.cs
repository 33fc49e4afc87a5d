using System.Runtime.InteropServices;
using Gradus.Torch.Native.Elf;
using TorchSharp;

namespace Gradus.Torch.Native;

/// <summary>The door to libtorch: what uses a tensor passes through it first.</summary>
/// <remarks>
/// TorchSharp's native library is built for GCC 13's libstdc++ and is refused by systems with GCC 12's (Debian 12,
/// Ubuntu 22.04), for the sake of a symbol that it never calls. There, and only there, a copy that forgives the
/// absence is loaded in its place; the shipped file is never changed.
/// </remarks>
public static class TorchNatives
{
    private static readonly Lock Gate = new();
    private static readonly string[] LinuxFiles = ["libc10.so", "libtorch_cpu.so", "libtorch.so", "libLibTorchSharp.so"];
    private static volatile bool s_loaded;

    /// <summary>Loads libtorch; once it is loaded, costs next to nothing.</summary>
    /// <remarks>
    /// Call it before the first use of TorchSharp itself: TorchSharp starts once in a process, and when that fails
    /// it copies half a gigabyte beside the application and does not start again.
    /// </remarks>
    /// <exception cref="TorchUnavailableException">
    /// libtorch is missing or does not fit the system; the message names the package to add.
    /// </exception>
    public static void EnsureLoaded()
    {
        if (s_loaded)
            return;
        lock (Gate)
        {
            if (s_loaded)
                return;
            if (TryLoad() is { } failure)
                throw failure.ToException();
            StartTorchSharp();
            s_loaded = true;
        }
    }

    /// <summary>Loads libtorch if it can be, and tells how it stands. Throws nothing: failures are among the checks.</summary>
    /// <returns>What was loaded from where, the machine's abilities, and each check with its remedy.</returns>
    public static NativeStatus Inspect() => Inspection.Run();

    /// <summary>Asks for the library as TorchSharp will, so that TorchSharp never meets a failure.</summary>
    /// <returns>Why it cannot be loaded; null if it is.</returns>
    private static LoadFailure? TryLoad()
    {
        IReadOnlyList<string> folders = NativeFolders.OfThisApplication();
        if (OperatingSystem.IsLinux() && CutShort(folders) is { } trouble)
            return LoadFailure.Explain(folders, trouble);
        try
        {
            NativeLibrary.Load(NativePlatform.TorchSharpLibrary, NativePlatform.TorchSharp, searchPath: null);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return LoadFailure.Explain(folders, TorchSharpResolver.Outcome?.Trouble ?? LoaderMessage.Of(e));
        }
    }

    private static string? CutShort(IReadOnlyList<string> folders)
    {
        try
        {
            return LinuxFiles.Select(file => NativeFolders.Find(folders, file)).OfType<string>()
                .Select(ElfSegments.Trouble).FirstOrDefault(trouble => trouble is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static void StartTorchSharp()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException)
        {
            throw new LoadFailure(
                "TorchSharp was used, and failed to start, before Gradus could load libtorch for it.",
                "Call TorchNatives.EnsureLoaded() before the first use of TorchSharp.").ToException(e);
        }
    }
}
