using System.Globalization;
using System.Runtime.InteropServices;
using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Torch.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>Where gradients go, and what predictions and targets may hold.</summary>
internal static partial class Memory
{
    /// <summary>Below this many bytes libtorch's allocator hands out memory that has been used before.</summary>
    private const long Large = 1 << 22;

    private const nint HugePage = 1 << 21;

    /// <summary>
    /// Memory of a tensor's size and type. Large memory is new to the process: its pages come one by one at the first
    /// touch, half a thousand times as many as where Linux is told that huge ones will do.
    /// </summary>
    public static Tensor Like(Tensor tensor)
    {
        Tensor fresh = empty_like(tensor);
        long bytes = fresh.numel() * fresh.ElementSize;
        if (bytes >= Large && OperatingSystem.IsLinux())
        {
            nint begin = NativeTensor.Data(fresh.Handle), page = Environment.SystemPageSize, first = (begin + page - 1) / page * page;
            nint length = (begin + (nint)bytes - first) / page * page;
            if (length >= HugePage) Welcome(first, (nuint)length);
        }

        return fresh;
    }

    /// <summary>
    /// The tensor's own memory, to be overwritten. Libtorch is told of it: writing to nothing of a tensor raises its version,
    /// by which a layer that has kept it for the backward pass sees that it has changed.
    /// </summary>
    public static Tensor TakeOver(Tensor tensor)
    {
        using (no_grad())
        using (Tensor same = tensor.detach())
        using (Tensor nothing = same.reshape(-1).narrow(0, 0, 0))
        {
            nothing.zero_();
        }

        return Gradients.Unversioned(tensor);
    }

    /// <summary>Refuses numbers that a loss is not defined for, where they lie on another device.</summary>
    public static void Check(ILoss loss, string what, Tensor numbers, ParameterRange range, Tensor weight)
    {
        if (range.Equals(ParameterRange.Any)) return;
        using IDisposable scope = NewDisposeScope();
        using Scalar low = range.Min, high = range.Max, none = 0, infinity = double.PositiveInfinity;
        Tensor outside = (range.AboveMin ? numbers.le(low) : numbers.lt(low)) | (range.BelowMax ? numbers.ge(high) : numbers.gt(high)) | numbers.abs().eq(infinity);
        if (weight.numel() > 0) outside &= weight.ne(none);
        if (!outside.any().item<bool>()) return;
        long first = outside.reshape(-1).nonzero()[0].item<long>();
        double number = numbers.reshape(-1)[first].to(ScalarType.Float64).item<double>();
        string text = numbers.dtype == ScalarType.Float64 ? number.ToString(CultureInfo.InvariantCulture) : ((float)number).ToString(CultureInfo.InvariantCulture);
        throw new ArgumentException($"{what} {first} is {text}, but {Catalog.NameOf(loss)} needs {what}s {range}; correct it, or give it weight 0 to leave it out.");
    }

    /// <summary>Refuses classes that do not exist, where they lie on another device: there libtorch does not look.</summary>
    public static void CheckClasses(Tensor target, Tensor counts, long classes, int ignored)
    {
        using IDisposable scope = NewDisposeScope();
        using Scalar first = 0, end = classes;
        Tensor outside = target.lt(first).logical_or(target.ge(end)).logical_and(counts);
        if (!outside.any().item<bool>()) return;
        long row = outside.reshape(-1).nonzero()[0].item<long>();
        long given = target.reshape(-1)[row].to(ScalarType.Int64).item<long>();
        throw new ArgumentException(
            $"Row {row} has target class {given}, but the predictions have {classes} classes (0 to {classes - 1}); correct the label, or mark rows to skip with {ignored}.");
    }

    /// <summary>A wish: where there is no such call, or it is refused, pages stay small.</summary>
    private static void Welcome(nint address, nuint length)
    {
        const int HugePages = 14;
        try
        {
            _ = Advise(address, length, HugePages);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
