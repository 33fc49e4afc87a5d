using System.Numerics;
using Gradus.Drivers;
using Gradus.Losses;
using Gradus.Torch.Interop;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>Hands the memory of CPU tensors to the drivers of metric losses.</summary>
internal static unsafe class MetricSweep<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Evaluates a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="reduction">How its parts become one number.</param>
    /// <param name="inputs">Three contiguous tensors, the last empty where the loss takes two, and weights, or an empty tensor.</param>
    /// <param name="wanted">Which of them want a gradient; the others get an empty one.</param>
    /// <param name="above">What the gradients of the parts are multiplied by, or null for 1.</param>
    public static Evaluation Run(ILoss loss, Reduction reduction, Tensor[] inputs, bool[] wanted, Tensor? above)
    {
        if (loss is ITwinLoss twin) return Twins(twin, reduction, inputs, wanted, above);
        Tensor[] slopes = [.. inputs.Select((input, i) => wanted[i] ? empty_like(input) : empty(0, input.dtype))];
        bool third = inputs[2].numel() > 0;
        bool turned = loss is IAnchorLoss { Company: Company.Embeddings };
        Tensor? values = reduction == Reduction.None ? empty((turned ? inputs[2] : inputs[0]).shape[0], inputs[0].dtype) : null;
        Parts<E> parts = new() { Reduction = reduction, Value = values is null ? null : Data(values), Weight = inputs[3].numel() == 0 ? null : Data(inputs[3]), Above = above is null ? null : Data(above) };
        double value = loss switch
        {
            IPairLoss pair when third => PairDriver.Run(pair, Vectors(0), Vectors(1), Data(inputs[2]), parts),
            ITripletLoss triplet when third => PairDriver.Run(triplet, Vectors(0), Vectors(1), Vectors(2), parts),
            ITupleLoss tuples => MinedDriver.Run(tuples, Vectors(0), Labels(inputs[1]), parts),
            IAnchorLoss { Company: Company.Batch } anchors => AnchorDriver.Run(anchors, Vectors(0), Labels(inputs[1]), parts),
            IAnchorLoss { Company: Company.Keys } anchors => AnchorDriver.Run(anchors, Vectors(0), Indices(inputs[0]), Vectors(1), Indices(inputs[1]), parts),
            IAnchorLoss { Company: Company.Proxies } anchors => AnchorDriver.Run(anchors, Vectors(0), Labels(inputs[1]), Vectors(2), Indices(inputs[2]), parts),
            IAnchorLoss anchors => AnchorDriver.Run(anchors, Vectors(2), Indices(inputs[2]), Vectors(0), Labels(inputs[1]), parts),
            _ => throw new ArgumentException($"{loss.GetType().Name} is no loss of embeddings."),
        };
        GC.KeepAlive(inputs);
        GC.KeepAlive(slopes);
        GC.KeepAlive(above);
        return new(values ?? tensor(value, dtype: inputs[0].dtype), [.. slopes]);

        Embeddings<E> Vectors(int i) => new()
        {
            Count = (nint)inputs[i].shape[0], Width = (nint)inputs[i].shape[1],
            Data = Data(inputs[i]), Gradient = wanted[i] ? Data(slopes[i]) : null,
        };
    }

    /// <summary>The value of a whole batch is one number, whatever the reduction; it is computed in double precision.</summary>
    private static Evaluation Twins(ITwinLoss loss, Reduction reduction, Tensor[] inputs, bool[] wanted, Tensor? above)
    {
        double[] left = Numbers(inputs[0]), right = Numbers(inputs[1]), byLeft = new double[left.Length], byRight = new double[right.Length];
        double value = loss.At(left, right, (int)inputs[0].shape[0], byLeft, byRight);
        double weight = reduction == Reduction.None && above is not null ? Numbers(above)[0] : 1;
        return new(tensor(value, dtype: inputs[0].dtype), [Slope(0, byLeft), Slope(1, byRight), empty(0), empty(0)]);

        Tensor Slope(int i, double[] numbers) => wanted[i]
            ? tensor([.. numbers.Select(number => weight * number)], inputs[i].shape, dtype: inputs[i].dtype)
            : empty(0, inputs[i].dtype);
    }

    private static double[] Numbers(Tensor tensor) => tensor.to(ScalarType.Float64).data<double>().ToArray();

    private static E* Data(Tensor tensor) => (E*)NativeTensor.Data(tensor.Handle);

    private static ReadOnlySpan<long> Labels(Tensor labels) => new((long*)NativeTensor.Data(labels.Handle), (int)labels.shape[0]);

    private static long[] Indices(Tensor rows) => [.. Enumerable.Range(0, (int)rows.shape[0]).Select(i => (long)i)];
}
