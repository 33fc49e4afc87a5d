using Gradus.Torch.Optimizers;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Tests.Optimizers;

public class NoiseTests
{
    [Theory]
    [InlineData("sgd(lr=0.1) with noise(eta=0.3)")]
    [InlineData("adam with centralize with clipNorm(1) with noise with cautious")]
    [InlineData("adamMini with noise with clipNorm(1)")]
    [InlineData("novograd with agc with noise")]
    public void Every_path_adds_the_same_noise(string rule)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[][] all = [.. Enumerable.Range(0, 3).Select(_ => Leaves.Of(ScalarType.Float64, [6, 5], [7], []))];
        StepPath[] paths = [StepPath.Automatic, StepPath.Scalar, StepPath.Script];
        TorchOptimizer[] optimizers = [.. all.Zip(paths, (parameters, path) => new TorchOptimizer(parameters, Variants.Parse(rule)) { Path = path })];
        for (int step = 0; step < 4; step++)
        {
            foreach (Parameter[] parameters in all) Leaves.Give(parameters, step);
            foreach (TorchOptimizer optimizer in optimizers) optimizer.step();
        }

        for (int i = 0; i < 3; i++)
        {
            Near.Equal(all[0][i], all[1][i], 1e-11, $"scalar, parameter {i}:");
            Near.Equal(all[0][i], all[2][i], 1e-11, $"script, parameter {i}:");
        }

        foreach (TorchOptimizer optimizer in optimizers) optimizer.Dispose();
    }
}
