using TorchSharp;
using static TorchSharp.torch;

namespace Gradus.Torch.Interop;

/// <summary>The arguments of a script, held until it has returned.</summary>
/// <remarks>
/// Given a double, TorchSharp makes a native scalar of it and forgets it at once: a garbage collection before libtorch
/// reads it would run the script with another number.
/// </remarks>
internal sealed class ScriptArguments : IDisposable
{
    private readonly Scalar[] _constants;

    public ScriptArguments(ReadOnlySpan<Tensor> tensors, IReadOnlyList<double> constants)
    {
        _constants = [.. constants.Select(constant => constant.ToScalar())];
        All = [.. tensors, .. _constants];
    }

    /// <summary>Tensors, then constants.</summary>
    public object[] All { get; }

    public void Dispose()
    {
        foreach (Scalar constant in _constants) constant.Dispose();
    }
}
