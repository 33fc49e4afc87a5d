using System.Reflection;
using TorchSharp;

namespace Gradus.Torch.Native;

/// <summary>Versions without the parts that say nothing: the commit, and a fourth number of zero.</summary>
internal static class TorchVersions
{
    public static string TorchSharp { get; } = Tidy(
        NativePlatform.TorchSharp.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? NativePlatform.TorchSharp.GetName().Version!.ToString());

    /// <summary>To be asked only once the library is loaded: it starts TorchSharp.</summary>
    public static string Libtorch => Tidy(torch.__version__);

    private static string Tidy(string version)
    {
        string number = version.Split('+')[0];
        return number.Split('.') is [var major, var minor, var patch, "0"] ? $"{major}.{minor}.{patch}" : number;
    }
}
