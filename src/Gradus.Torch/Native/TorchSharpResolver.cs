using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;

namespace Gradus.Torch.Native;

/// <summary>
/// Steps in when .NET has looked for TorchSharp's native library everywhere and could not load it. Where that works
/// by itself, nothing here ever runs.
/// </summary>
internal static class TorchSharpResolver
{
    private static readonly Lock Gate = new();

    /// <summary>How the last attempt ended; null while none was needed.</summary>
    public static NativeLoad? Outcome { get; private set; }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Must stand before TorchSharp's first native call, which a user may make.")]
    public static void Subscribe()
    {
        if (!OperatingSystem.IsLinux())
            return;
        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(NativePlatform.TorchSharp) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += Resolve;
    }

    private static nint Resolve(Assembly assembly, string libraryName)
    {
        if (libraryName != NativePlatform.TorchSharpLibrary || !OperatingSystem.IsLinux())
            return 0;
        lock (Gate)
        {
            if (Outcome is not { Handle: not 0 })
                Outcome = Load(NativeFolders.OfThisApplication());
            return Outcome.Handle;
        }
    }

    [SupportedOSPlatform("linux")]
    private static NativeLoad Load(IReadOnlyList<string> folders)
    {
        if (NativeFolders.Find(folders, NativePlatform.TorchSharpFile) is not { } original
            || NativeFolders.Find(folders, NativePlatform.LibtorchFile) is not { } libtorch)
            return NativeLoad.Failed("the files are not there");
        try
        {
            return OlderLibstdcxx.Load(original, Path.GetDirectoryName(libtorch)!,
                fingerprint => CopyPlace.For(original, fingerprint), File.WriteAllBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return NativeLoad.Failed(e.Message);
        }
    }
}
