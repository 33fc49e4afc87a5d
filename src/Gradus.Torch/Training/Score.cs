using Gradus.Torch.Data;
using static TorchSharp.torch;

namespace Gradus.Torch.Training;

/// <summary>Mean loss and accuracy over some samples.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">The share of samples whose largest logit is that of their class.</param>
public readonly record struct Score(double Loss, double Accuracy);

/// <summary>Adds up batches.</summary>
internal sealed class Tally
{
    private double _loss;
    private long _right, _seen;

    public Score Score => new(_loss / _seen, (double)_right / _seen);

    public Score Add(Tensor loss, Tensor output, Batch batch)
    {
        double value = loss.to(ScalarType.Float64).item<double>();
        using IDisposable off = no_grad();
        using Tensor hits = output.argmax(1).eq(batch.Labels);
        long right = hits.sum().item<long>();
        _loss += value * batch.Count;
        _right += right;
        _seen += batch.Count;
        return new(value, (double)right / batch.Count);
    }
}
