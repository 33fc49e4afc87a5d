using Gradus.Algebra.Printing;
using Gradus.Optimizers;
using Gradus.Torch.Interop;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>
/// The rule as TorchScript, for parameters that no CPU sweep can reach: libtorch runs it on any device and type, and
/// fuses it on CUDA. The script's constants are arguments, so that each shape of a rule compiles once.
/// </summary>
internal sealed class ScriptedStep : IDisposable
{
    private readonly Dictionary<string, jit.CompilationUnit> _compiled = [];

    public void Step(ElementwiseOptimizer rule, StepContext at, ParameterState state, int slots)
    {
        string[] slotNames = [.. Enumerable.Range(0, slots).Select(Slot)];
        RuleFormula formula = RuleFormula.Of(rule, at, "theta", "g", SlotByOrder());
        TorchScriptFunction function = TorchScript.InPlace(
            "step",
            ["theta", "g", .. slotNames],
            [("theta", formula.Parameter), .. slotNames.Zip(formula.State, (name, value) => (name, value))]);
        if (!_compiled.TryGetValue(function.Source, out jit.CompilationUnit? unit))
        {
            _compiled[function.Source] = unit = jit.compile(function.Source);
        }

        using IDisposable off = no_grad();
        using Tensor given = state.Parameter.grad!;
        using Tensor gradient = given.to(state.Type);
        Tensor[] held = [.. Enumerable.Range(0, slots).Select(state.Slot)];
        using ScriptArguments arguments = new([state.Parameter, gradient, .. held], function.Constants);
        using Tensor result = unit.invoke<Tensor>("step", arguments.All);
        foreach (Tensor slot in held) slot.Dispose();
    }

    public void Dispose()
    {
        foreach (jit.CompilationUnit unit in _compiled.Values) unit.Dispose();
    }

    /// <summary>Slots by position: their own names may be no identifiers in a script.</summary>
    private static string Slot(int index) => $"s{index}";

    private static Func<string, string> SlotByOrder()
    {
        int next = 0;
        return _ => Slot(next++);
    }
}
