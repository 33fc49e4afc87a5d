using System.Reflection;
using System.Runtime.InteropServices;
using Gradus.Lab.Reports;
using Gradus.Torch.Native;

namespace Gradus.Lab.Runs;

/// <summary>Reads off the machine this process runs on.</summary>
public static class Machine
{
    /// <summary>The facts that a report names, since times mean nothing without them.</summary>
    public static MachineFacts Facts()
    {
        NativeStatus natives = TorchNatives.Inspect();
        return new()
        {
            OperatingSystem = RuntimeInformation.OSDescription,
            Processor = Processor(),
            Cores = Environment.ProcessorCount,
            Simd = $"{natives.SimdBits} bits",
            MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            DotNet = RuntimeInformation.FrameworkDescription,
            TorchSharp = natives.TorchSharpVersion,
            Libtorch = natives.LibtorchVersion ?? "not loaded",
            Gradus = typeof(Catalog).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        };
    }

    private static string Processor()
    {
        const string CpuInfo = "/proc/cpuinfo", Key = "model name";
        string? line = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(text => text.StartsWith(Key, StringComparison.Ordinal)) : null;
        return line is null
            ? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString()
            : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
