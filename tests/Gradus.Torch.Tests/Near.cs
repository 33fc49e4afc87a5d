using static TorchSharp.torch;

namespace Gradus.Torch.Tests;

/// <summary>Comparison of tensors up to rounding.</summary>
/// <remarks>
/// The arithmetic is done here and not by tensors: a <c>Scalar</c> that TorchSharp makes of a number may be finalized
/// while the native call that was given its handle is still running.
/// </remarks>
internal static class Near
{
    public static double[] Numbers(this Tensor tensor)
    {
        if (tensor.numel() == 0) return [];
        using IDisposable scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    /// <summary>The largest |a − b| / (1 + |a|); infinite where one is NaN, or infinite, and the other is not.</summary>
    public static double Distance(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        double[] left = expected.Numbers(), right = actual.Numbers();
        double largest = 0;
        for (int i = 0; i < left.Length; i++)
        {
            double a = left[i], b = right[i];
            if (a == b || (double.IsNaN(a) && double.IsNaN(b))) continue;
            double distance = Math.Abs(a - b) / (1 + Math.Abs(a));
            largest = double.IsFinite(distance) ? Math.Max(largest, distance) : double.PositiveInfinity;
        }

        return largest;
    }

    public static void Equal(Tensor expected, Tensor actual, double tolerance, string of = "")
    {
        double distance = Distance(expected, actual);
        Assert.True(distance <= tolerance, $"{of} {distance:g3} apart, more than {tolerance:g3}: {Some(expected)} against {Some(actual)}");
    }

    private static string Some(Tensor tensor) => string.Join(", ", tensor.Numbers().Take(6).Select(x => x.ToString("g6", null)));
}
