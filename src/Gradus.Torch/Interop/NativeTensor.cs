using System.Runtime.InteropServices;

namespace Gradus.Torch.Interop;

/// <summary>
/// The few native calls of a step, on raw handles: TorchSharp's own properties would make a managed tensor, with a
/// finalizer, for every gradient in every step.
/// </summary>
/// <remarks>
/// Those that read a field or count a reference take nanoseconds and never wait, so they skip the garbage collector's
/// bookkeeping, which would take several times as long.
/// </remarks>
internal static partial class NativeTensor
{
    private const string Library = "LibTorchSharp";

    /// <summary>A new handle to the gradient, or 0. The caller releases it.</summary>
    [LibraryImport(Library, EntryPoint = "THSTensor_grad")]
    [SuppressGCTransition]
    public static partial nint Gradient(nint tensor);

    [LibraryImport(Library, EntryPoint = "THSTensor_dispose")]
    public static partial void Release(nint tensor);

    [LibraryImport(Library, EntryPoint = "THSTensor_data")]
    [SuppressGCTransition]
    public static partial nint Data(nint tensor);

    [LibraryImport(Library, EntryPoint = "THSTensor_type")]
    [SuppressGCTransition]
    public static partial sbyte Type(nint tensor);

    [LibraryImport(Library, EntryPoint = "THSTensor_numel")]
    [SuppressGCTransition]
    public static partial long Count(nint tensor);

    [LibraryImport(Library, EntryPoint = "THSTensor_is_contiguous")]
    [SuppressGCTransition]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool IsContiguous(nint tensor);

    [LibraryImport(Library, EntryPoint = "THSTensor_is_sparse")]
    [SuppressGCTransition]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool IsSparse(nint tensor);
}
