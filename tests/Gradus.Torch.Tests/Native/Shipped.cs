using Gradus.Torch.Native;

namespace Gradus.Torch.Tests.Native;

/// <summary>TorchSharp's native library as the package ships it.</summary>
internal static class Shipped
{
    public static string Path { get; } =
        NativeFolders.Find(NativeFolders.OfThisApplication(), NativePlatform.TorchSharpFile)!;

    public static byte[] Bytes { get; } = File.ReadAllBytes(Path);

    public static void SkipUnlessLinux() => Assert.SkipUnless(OperatingSystem.IsLinux(), "ELF is Linux's.");

    /// <summary>Where the shipped file loads by itself, no copy is ever made.</summary>
    public static void SkipUnlessRefusedHere()
    {
        SkipUnlessLinux();
        string? newest = GlibcxxVersion.Provided();
        Assert.SkipUnless(newest is not null && Version.Parse(newest["GLIBCXX_".Length..]) < new Version(3, 4, 32),
            $"This system's libstdc++ ({newest}) takes the shipped file.");
    }
}
