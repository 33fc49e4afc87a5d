using static TorchSharp.torch;

namespace Gradus.Lab.Benchmarks;

/// <summary>
/// libtorch's own fused (or foreach) step, called from TorchScript. All steps of a measurement are one call, and the
/// lists of tensors are made beforehand: it is timed at its best, without what reaching it from .NET costs.
/// </summary>
internal sealed class LibtorchSteps : StepContestant
{
    private readonly ParameterSet _set;
    private readonly Tensor[] _m, _v, _counts;
    private readonly jit.CompilationUnit _unit;

    public LibtorchSteps(StepRule rule, ParameterSizes sizes)
    {
        _set = new(sizes);
        (_m, _v) = (_set.Zeros(), rule.Slots > 1 ? _set.Zeros() : []);
        _counts = [.. _set.Parameters.Select(_ => zeros(1))];
        string body = rule.Script.ReplaceLineEndings("\n").Replace("\n", "\n        ", StringComparison.Ordinal);
        _unit = jit.compile($"""
            def steps(theta: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], t: List[Tensor], times: int):
                for i in range(times):
                    {body}
                return theta[0]

            """.ReplaceLineEndings("\n"));
    }

    public ParameterSet Set => _set;

    public override void Backward() => _set.Backward();

    public override void Step(int times)
    {
        using IDisposable off = no_grad();
        using Tensor result = (Tensor)_unit.invoke("steps", _set.Parameters, _set.Gradients, _m, _v, _counts, times)!;
    }

    public override void Dispose()
    {
        _unit.Dispose();
        foreach (Tensor tensor in (Tensor[])[.. _m, .. _v, .. _counts]) tensor.Dispose();
        _set.Dispose();
    }
}
