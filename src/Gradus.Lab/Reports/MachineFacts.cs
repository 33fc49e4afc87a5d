namespace Gradus.Lab.Reports;

/// <summary>Where it ran: times are only comparable on the same machine and versions.</summary>
public sealed record MachineFacts
{
    public required string OperatingSystem { get; init; }
    public required string Processor { get; init; }

    /// <summary>Logical cores available to the process.</summary>
    public required int Cores { get; init; }

    /// <summary>Widest vector instructions in use, such as <c>AVX-512</c>.</summary>
    public required string Simd { get; init; }

    /// <summary>Where the model trained: <c>cpu</c> or the name of the accelerator.</summary>
    public string Device { get; init; } = "cpu";

    public required long MemoryBytes { get; init; }
    public required string DotNet { get; init; }
    public required string TorchSharp { get; init; }
    public required string Libtorch { get; init; }
    public required string Gradus { get; init; }
}
