using System.Collections.Concurrent;
using Gradus.Algebra.Printing;
using Gradus.Torch.Interop;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>The TorchScript functions of losses, each compiled once.</summary>
internal static class Scripts
{
    private static readonly ConcurrentDictionary<string, jit.CompilationUnit> s_compiled = new();

    public static (Tensor, Tensor, Tensor) Call(TorchScriptFunction function, params ReadOnlySpan<Tensor> tensors)
    {
        jit.CompilationUnit unit = s_compiled.GetOrAdd(function.Source, source => jit.compile(source));
        using ScriptArguments arguments = new(tensors, function.Constants);
        using IDisposable off = no_grad();
        object result = unit.invoke("loss", arguments.All);
        return result is (Tensor a, Tensor b, Tensor c)
            ? (a, b, c)
            : result is Tensor[] { Length: 3 } three ? (three[0], three[1], three[2])
            : throw new InvalidOperationException($"The script returned {result.GetType().Name} instead of three tensors.");
    }

    /// <summary>Calls a function of one result, which libtorch differentiates where its arguments ask for it.</summary>
    public static Tensor CallDifferentiably(TorchScriptFunction function, params ReadOnlySpan<Tensor> tensors)
    {
        jit.CompilationUnit unit = s_compiled.GetOrAdd(function.Source, source => jit.compile(source));
        using ScriptArguments arguments = new(tensors, function.Constants);
        return (Tensor)unit.invoke("loss", arguments.All);
    }
}
