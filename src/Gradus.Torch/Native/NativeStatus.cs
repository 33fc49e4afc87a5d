namespace Gradus.Torch.Native;

/// <summary>How libtorch stands in this process: what was loaded from where, and what the machine offers.</summary>
public sealed record NativeStatus
{
    /// <summary>Which file TorchSharp's native library was loaded from.</summary>
    public required NativeOrigin Origin { get; init; }

    /// <summary>Whether tensors can be used.</summary>
    public bool IsLoaded => Origin != NativeOrigin.NotLoaded;

    /// <summary>TorchSharp's native library; null while it is not loaded.</summary>
    public required string? TorchSharpPath { get; init; }

    /// <summary>libtorch's main file; null while it is not loaded.</summary>
    public required string? LibtorchPath { get; init; }

    /// <summary>TorchSharp's version, such as 0.107.0.</summary>
    public required string TorchSharpVersion { get; init; }

    /// <summary>libtorch's version, such as 2.10.0; null while it is not loaded.</summary>
    public required string? LibtorchVersion { get; init; }

    /// <summary>The newest symbol version of the system's libstdc++, such as GLIBCXX_3.4.30; null where there is none.</summary>
    public required string? NewestGlibcxx { get; init; }

    /// <summary>Whether libtorch can use an NVIDIA GPU.</summary>
    public required bool CudaAvailable { get; init; }

    /// <summary>The threads that libtorch uses within one operation; 0 while it is not loaded.</summary>
    public required int Threads { get; init; }

    /// <summary>The widest SIMD register that .NET accelerates here, in bits: 512, 256, 128, or 0 for none.</summary>
    public required int SimdBits { get; init; }

    /// <summary>Everything that was looked at, each with its outcome and its remedy.</summary>
    public required IReadOnlyList<NativeCheck> Checks { get; init; }

    /// <summary>The worst outcome among <see cref="Checks"/>.</summary>
    public CheckOutcome Worst => Checks.Count == 0 ? CheckOutcome.Ok : Checks.Max(check => check.Outcome);
}
