using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Gradus.Torch.Native;

/// <summary>What the native files and packages of this operating system are called.</summary>
internal static class NativePlatform
{
    /// <summary>The name under which TorchSharp asks for its native half.</summary>
    public const string TorchSharpLibrary = "LibTorchSharp";

    public static Assembly TorchSharp => typeof(torch).Assembly;

    public static string RuntimeIdentifier { get; } =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>The package that brings libtorch to this system, or null where there is none.</summary>
    public static string? LibtorchPackage { get; } =
        RuntimeIdentifier is "linux-x64" or "win-x64" or "osx-arm64" ? "libtorch-cpu-" + RuntimeIdentifier : null;

    /// <summary>The version of libtorch that this build was made against.</summary>
    public static string LibtorchVersion { get; } = typeof(NativePlatform).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "LibtorchVersion").Value!;

    public static string TorchSharpFile { get; } = FileName(TorchSharpLibrary);

    public static string LibtorchFile { get; } = FileName("torch");

    private static string FileName(string library) =>
        OperatingSystem.IsWindows() ? library + ".dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";
}
