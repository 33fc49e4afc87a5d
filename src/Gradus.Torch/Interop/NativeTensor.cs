using System.Runtime.InteropServices;

namespace Gradus.Torch.Interop;

/// <summary>
/// The few native calls of a step, on raw handles: TorchSharp's own properties would make a managed tensor, with a
/// finalizer, for every gradient in every step.
/// </summary>
internal static partial class NativeTensor
{
    private const string Library = "LibTorchSharp";

    /// <summary>A new handle to the gradient, or 0. The caller releases it.</summary>
    [LibraryImport(Library, EntryPoint = "THSTensor_grad")]
    public static partial nint Gradient(nint tensor);

    [LibraryImport(Library, EntryPoint = "THSTensor_dispose")]
    public static partial void Release(nint tensor);

    [LibraryImport(Library, EntryPoint = "THSTensor_data")]
    public static partial nint Data(nint tensor);

    [LibraryImport(Library, EntryPoint = "THSTensor_type")]
    public static partial sbyte Type(nint tensor);

    [LibraryImport(Library, EntryPoint = "THSTensor_numel")]
    public static partial long Count(nint tensor);

    [LibraryImport(Library, EntryPoint = "THSTensor_is_contiguous")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool IsContiguous(nint tensor);

    [LibraryImport(Library, EntryPoint = "THSTensor_is_sparse")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool IsSparse(nint tensor);
}
