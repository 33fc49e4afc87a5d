using Gradus.Lab.Reports;

namespace Gradus.Lab.Benchmarks;

internal static class BenchmarkText
{
    /// <summary>The machine in half a sentence.</summary>
    public static string Where(MachineFacts machine) =>
        $"{machine.Processor}, {machine.Cores} cores, {machine.Simd}; {machine.DotNet}, libtorch {machine.Libtorch}, TorchSharp {machine.TorchSharp}";
}
