namespace Gradus.Torch.Native;

/// <summary>Why TorchSharp's native library could not be loaded, and what mends it.</summary>
/// <param name="Finding">One sentence on what is wrong.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record LoadFailure(string Finding, string Remedy)
{
    /// <param name="folders">Where the files were looked for.</param>
    /// <param name="trouble">What the dynamic loader said, if it was asked.</param>
    public static LoadFailure Explain(IReadOnlyList<string> folders, string? trouble)
    {
        if (NativePlatform.LibtorchPackage is not { } package)
            return new($"libtorch, the native library behind TorchSharp, does not exist for {NativePlatform.RuntimeIdentifier}.",
                "Run on linux-x64, win-x64 or osx-arm64.");

        string looked = string.Join(", ", folders);
        if (NativeFolders.Find(folders, NativePlatform.LibtorchFile) is null)
            return new($"libtorch, the native library behind TorchSharp, is not with this application: no {NativePlatform.LibtorchFile} in {looked}.",
                $"Add it to the application's project: dotnet add package {package} --version {NativePlatform.LibtorchVersion}");
        if (NativeFolders.Find(folders, NativePlatform.TorchSharpFile) is null)
            return new($"TorchSharp's own native library is not with this application: no {NativePlatform.TorchSharpFile} in {looked}.",
                $"Add it to the application's project: dotnet add package TorchSharp --version {TorchVersions.TorchSharp}");

        string finding = $"libtorch is with this application, but cannot be loaded: {trouble ?? "the system gives no reason"}";
        return new(finding, RemedyFor(trouble ?? ""));
    }

    public TorchUnavailableException ToException(Exception? inner = null) =>
        new(Finding + Environment.NewLine + Remedy, inner);

    private static string RemedyFor(string trouble) =>
        trouble.Contains("GLIBCXX_", StringComparison.Ordinal) || trouble.Contains("CXXABI_", StringComparison.Ordinal)
            ? "Use a system with libstdc++ of GCC 12 or newer (Debian 12, Ubuntu 22.04, Fedora 36), or put such a libstdc++.so.6 on LD_LIBRARY_PATH."
        : trouble.Contains("GLIBC_", StringComparison.Ordinal)
            ? "Use a system with glibc 2.34 or newer (Debian 12, Ubuntu 22.04, RHEL 9)."
        : OperatingSystem.IsWindows()
            ? "Install the Microsoft Visual C++ Redistributable (x64), then rebuild the application."
        : "Restore the packages again (dotnet restore --force) and rebuild the application.";
}
