using Gradus.Algebra;
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

    /// <summary>Updates a parameter, and its slots, in place.</summary>
    public void Step(ElementwiseOptimizer rule, StepContext at, Tensor parameter, Tensor gradient, IReadOnlyList<Tensor> slots)
    {
        RuleFormula formula = RuleFormula.Of(rule, at, "theta", "g", SlotByOrder());
        // A step may leave the last slots alone.
        string[] names = Names(formula.Slots.Count);
        TorchScriptFunction function = TorchScript.InPlace(
            "step", ["theta", "g", .. names], [("theta", formula.Parameter), .. names.Zip(formula.State, (name, value) => (name, value))]);
        using Tensor result = Run(function, "step", [parameter, gradient, .. slots.Take(names.Length)]);
    }

    /// <summary>Makes of a gradient what the first few wrappers make of it, in place.</summary>
    public void Change(ElementwiseOptimizer rule, StepContext at, int wrappers, Tensor gradient)
    {
        TorchScriptFunction function = TorchScript.InPlace("change", ["g"], [("g", RuleFormula.GradientOf(rule, at, wrappers, "g"))]);
        using Tensor result = Run(function, "change", [gradient]);
    }

    /// <summary>What the rule's probe finds.</summary>
    public Sums Look(ElementwiseOptimizer rule, StepContext at, Tensor parameter, Tensor gradient, IReadOnlyList<Tensor> slots)
    {
        IReadOnlyList<Symbol> looked = RuleFormula.ProbeOf(rule, at, "theta", "g", SlotByOrder());
        string[] names = Names(slots.Count);
        double[] sums = new double[4];
        for (int i = 0; i < looked.Count; i++)
        {
            TorchScriptFunction function = TorchScript.Returning("look", ["theta", "g", .. names], looked[i]);
            using Tensor values = Run(function, "look", [parameter, gradient, .. slots]), wide = values.to(ScalarType.Float64), sum = wide.sum();
            sums[i] = sum.item<double>();
        }

        return new(sums[0], sums[1], sums[2], sums[3]);
    }

    public void Dispose()
    {
        foreach (jit.CompilationUnit unit in _compiled.Values) unit.Dispose();
    }

    private Tensor Run(TorchScriptFunction function, string name, Tensor[] tensors)
    {
        if (!_compiled.TryGetValue(function.Source, out jit.CompilationUnit? unit))
        {
            _compiled[function.Source] = unit = jit.compile(function.Source);
        }

        using IDisposable off = no_grad();
        using ScriptArguments arguments = new(tensors, function.Constants);
        return unit.invoke<Tensor>(name, arguments.All);
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(Slot)];

    /// <summary>Slots by position: their own names may be no identifiers in a script.</summary>
    private static string Slot(int index) => $"s{index}";

    private static Func<string, string> SlotByOrder()
    {
        int next = 0;
        return _ => Slot(next++);
    }
}
