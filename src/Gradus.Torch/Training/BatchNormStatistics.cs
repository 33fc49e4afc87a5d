using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Torch.Training;

/// <summary>
/// The running statistics of batch normalization, which belong to the weights that they were gathered with: averaged weights
/// need their own. Izmailov et al. (2018), section 3.2.
/// </summary>
public static class BatchNormStatistics
{
    /// <summary>Whether a model has any.</summary>
    public static bool Exist(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Layers(model).Any();
    }

    /// <summary>
    /// Replaces the statistics by plain averages over some batches, seen by the model as it now is. Everything else in it,
    /// dropout for one, is in evaluation mode meanwhile, so that no random number is drawn.
    /// </summary>
    /// <param name="model">The model: images to anything.</param>
    /// <param name="inputs">The batches.</param>
    /// <returns>Puts the statistics back, and the mode of the model, when it is disposed of.</returns>
    public static IDisposable Refresh(nn.Module<Tensor, Tensor> model, IEnumerable<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        Restorer restorer = new(model);
        using IDisposable off = no_grad();
        model.eval();
        NormBase[] layers = [.. Layers(model)];
        foreach (NormBase layer in layers) layer.train();
        int seen = 0;
        foreach (Tensor input in inputs)
        {
            using IDisposable scope = NewDisposeScope();
            // A momentum of 1/n makes the running value the mean of all n batches.
            foreach (NormBase layer in layers) layer.momentum = 1.0 / (seen + 1);
            model.forward(input);
            seen++;
        }

        restorer.RestoreMomenta();
        model.eval();
        return restorer;
    }

    /// <summary>Keeps the statistics as they are through forward passes in training mode.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Lets them follow the batches again when it is disposed of.</returns>
    public static IDisposable Hold(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new Restorer(model);
    }

    private static IEnumerable<NormBase> Layers(nn.Module model) => model.modules().OfType<NormBase>().Where(layer => layer is not InstanceNorm);

    private sealed class Restorer : IDisposable
    {
        private readonly nn.Module _model;
        private readonly bool _training;
        private readonly (NormBase Layer, double? Momentum, Tensor[] Buffers)[] _saved;

        public Restorer(nn.Module model)
        {
            _model = model;
            _training = model.training;
            _saved = [.. Layers(model).Select(layer => (layer, (double?)layer.momentum, Copies(layer)))];
        }

        public void RestoreMomenta()
        {
            foreach ((NormBase layer, double? momentum, _) in _saved) layer.momentum = momentum!.Value;
        }

        public void Dispose()
        {
            using IDisposable off = no_grad();
            foreach ((NormBase layer, _, Tensor[] buffers) in _saved)
            {
                foreach (((_, Tensor now), Tensor before) in layer.named_buffers().Zip(buffers))
                {
                    now.copy_(before);
                    before.Dispose();
                }
            }

            _model.train(_training);
        }

        private static Tensor[] Copies(NormBase layer) => [.. layer.named_buffers().Select(buffer => buffer.buffer.clone().DetachFromDisposeScope())];
    }
}
