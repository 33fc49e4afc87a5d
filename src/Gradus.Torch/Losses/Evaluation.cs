using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>A loss, and its derivatives by those inputs that have one.</summary>
internal readonly record struct Evaluation(Tensor Value, List<Tensor> Slopes)
{
    public Evaluation To(ScalarType type) => new(Value.to(type), [.. Slopes.Select(slope => slope.to(type))]);
}

/// <summary>
/// What a loss keeps from forward to backward. The first walk over the graph hands out the derivatives themselves, and
/// whoever gets them may add into them; a later walk, over a graph that was kept, computes them anew from the inputs.
/// </summary>
internal static class Gradients
{
    private const string Walked = nameof(Walked);

    public static void Keep(autograd.AutogradContext ctx, Evaluation result, params Tensor[] inputs) =>
        ctx.save_for_backward([.. result.Slopes, .. inputs.Select(Unversioned)]);

    /// <summary>
    /// The derivatives, given how to compute them again from the inputs that were kept. Where the derivatives have
    /// taken the prediction's place nothing can be computed again: a second walk gets NaN.
    /// </summary>
    public static List<Tensor> Take(autograd.AutogradContext ctx, int inputs, bool isOverwritten, Func<Tensor[], Evaluation> again)
    {
        List<Tensor> kept = ctx.get_saved_variables();
        if (ctx.get_data(Walked) is not null)
        {
            return isOverwritten ? [.. kept.SkipLast(inputs).Select(slope => full_like(slope, double.NaN))] : again([.. kept.TakeLast(inputs)]).Slopes;
        }

        ctx.save_data(Walked, true);
        return kept;
    }

    /// <summary>
    /// The derivative times what comes from above. That is mostly exactly 1, and then costs nothing; else the product takes
    /// the derivative's place, which is ours alone.
    /// </summary>
    public static Tensor Scale(Tensor slope, Tensor above)
    {
        return above.numel() == 1 && above.device_type == TorchSharp.DeviceType.CPU && above.to(ScalarType.Float64).item<double>() == 1
            ? Unversioned(slope)
            : above.requires_grad ? slope * above : Unversioned(slope).mul_(above);
    }

    /// <summary>
    /// The same memory with a version count of its own: libtorch throws when it meets a kept tensor that was written to
    /// since, and nothing that is thrown inside backward can be caught.
    /// </summary>
    public static Tensor Unversioned(Tensor tensor)
    {
        if (tensor.numel() == 0) return tensor;
        using Tensor same = tensor.detach();
        Tensor bare = empty(0, tensor.dtype, tensor.device), filled = bare.set_(same);
        if (!ReferenceEquals(bare, filled)) bare.Dispose();
        return filled;
    }
}
