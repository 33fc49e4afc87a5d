using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
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
        Tensor[] results = CallAll(function, tensors);
        return results.Length == 3
            ? (results[0], results[1], results[2])
            : throw new InvalidOperationException($"The script returned {results.Length} tensors instead of three.");
    }

    /// <summary>Runs a script that returns several tensors.</summary>
    public static Tensor[] CallAll(TorchScriptFunction function, params ReadOnlySpan<Tensor> tensors)
    {
        jit.CompilationUnit unit = s_compiled.GetOrAdd(function.Source, source => jit.compile(source));
        using ScriptArguments arguments = new(tensors, function.Constants);
        using IDisposable off = no_grad();
        object result = unit.invoke("loss", arguments.All);
        return result switch
        {
            Tensor[] several => several,
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!)],
            _ => throw new InvalidOperationException($"The script returned {result.GetType().Name} instead of tensors."),
        };
    }

    /// <summary>Calls a function of one result, which libtorch differentiates where its arguments ask for it.</summary>
    public static Tensor CallDifferentiably(TorchScriptFunction function, params ReadOnlySpan<Tensor> tensors)
    {
        jit.CompilationUnit unit = s_compiled.GetOrAdd(function.Source, source => jit.compile(source));
        using ScriptArguments arguments = new(tensors, function.Constants);
        return (Tensor)unit.invoke("loss", arguments.All);
    }
}
