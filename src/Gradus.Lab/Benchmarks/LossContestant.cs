using static TorchSharp.torch;

namespace Gradus.Lab.Benchmarks;

/// <summary>One way to compute a loss and its gradient, forward and backward, by the prediction.</summary>
internal sealed class LossContestant(Tensor prediction, Func<Tensor, Tensor> loss) : StepContestant
{
    public override void Step(int times)
    {
        for (int i = 0; i < times; i++)
        {
            using IDisposable scope = NewDisposeScope();
            _ = autograd.grad([loss(prediction)], [prediction]);
        }
    }

    /// <summary>Value and gradient once, for those who check that all contestants compute the same.</summary>
    public (Tensor Value, Tensor Gradient) Once()
    {
        Tensor value = loss(prediction);
        return (value.detach(), autograd.grad([value], [prediction])[0]);
    }

    /// <summary>Contestants share their inputs, which whoever made them disposes.</summary>
    public override void Dispose()
    {
    }
}
