namespace Gradus.Torch.Native;

/// <summary>How an attempt to load TorchSharp's native library ended.</summary>
/// <param name="Handle">The library, or zero.</param>
/// <param name="Origin">Which file it is.</param>
/// <param name="Path">That file.</param>
/// <param name="Trouble">Why there is none.</param>
internal sealed record NativeLoad(nint Handle, NativeOrigin Origin, string? Path, string? Trouble)
{
    public static NativeLoad Failed(string trouble) => new(0, NativeOrigin.NotLoaded, Path: null, trouble);
}
