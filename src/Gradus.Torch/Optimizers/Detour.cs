using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Optimizers;

/// <summary>Weights that are elsewhere for a while: they return, bit for bit, when this is disposed of.</summary>
internal sealed class Detour(IReadOnlyList<(Parameter Parameter, Tensor Weights)> before) : IDisposable
{
    /// <summary>Remembers where parameters are.</summary>
    public static Detour From(IEnumerable<Parameter> parameters)
    {
        using IDisposable off = no_grad();
        return new([.. parameters.Select(parameter => (parameter, parameter.detach().clone().DetachFromDisposeScope()))]);
    }

    public void Dispose()
    {
        using IDisposable off = no_grad();
        foreach ((Parameter parameter, Tensor weights) in before)
        {
            parameter.copy_(weights);
            weights.Dispose();
        }
    }
}
