namespace Gradus.Torch.Native;

/// <summary>Which file TorchSharp's native library was loaded from.</summary>
public enum NativeOrigin
{
    /// <summary>It is not loaded.</summary>
    NotLoaded,

    /// <summary>The file that the TorchSharp package ships.</summary>
    AsShipped,

    /// <summary>A copy that forgives an older libstdc++, lying beside the shipped file.</summary>
    CopyBesideOriginal,

    /// <summary>Such a copy in the user's cache, because the application's folder cannot be written.</summary>
    CopyInUserCache,

    /// <summary>Such a copy in a temporary folder, because neither of the other places can be written.</summary>
    CopyInTemporaryFolder,
}
