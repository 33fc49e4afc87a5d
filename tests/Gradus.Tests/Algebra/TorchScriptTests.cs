using Gradus.Algebra;
using Gradus.Algebra.Printing;
using Gradus.Losses;
using Gradus.Optimizers;

namespace Gradus.Tests.Algebra;

public class TorchScriptTests
{
    [Fact]
    public void Huber_is_one_line_for_each_distinct_value()
    {
        TorchScriptFunction huber = TorchScript.Returning("huber", ["p", "y"], new Huber(2).At(Symbol.Variable("p"), Symbol.Variable("y")));
        Assert.Equal("""
            def huber(p: Tensor, y: Tensor, c0: float, c1: float) -> Tensor:
                t0 = p - y
                t1 = torch.abs(t0)
                t3 = t1 < c0
                t4 = t1 * t1
                t5 = 0.5 * t4
                t7 = t1 - c1
                t8 = c0 * t7
                t9 = torch.where(t3, t5, t8)
                return t9

            """, huber.Source);
        Assert.Equal([2, 1], huber.Constants);
    }

    [Fact]
    public void The_script_of_a_loss_does_not_depend_on_its_parameters()
    {
        string Source(double delta) => TorchScript.Returning("f", ["p", "y"], new Huber(delta).At(Symbol.Variable("p"), Symbol.Variable("y"))).Source;
        Assert.Equal(Source(2), Source(0.5));
    }

    [Fact]
    public void AdamW_reads_all_tensors_before_it_writes_any()
    {
        Printed printed = new();
        new AdamW(WeightDecay: 0.1).Apply<Symbol, Print>(new(2, 0.01), new(printed));
        string[] lines = printed.Script!.Source.TrimEnd().Split('\n');
        Assert.Equal("def adamw(w: Tensor, g: Tensor, m: Tensor, v: Tensor, c0: float, c1: float, c2: float, c3: float, c4: float, c5: float, c6: float, c7: float) -> Tensor:", lines[0]);
        Assert.Equal(["    w.copy_(", "    m.copy_(", "    v.copy_(", "    return w"], lines[^4..].Select(line => line[..Math.Min(12, line.Length)]));
        Assert.DoesNotContain(lines[..^4], line => line.Contains("copy_", StringComparison.Ordinal));
        // Its constants in order: 1 − ηλ, η/(1 − β₁²), β₁, 1 − β₁, β₂, 1 − β₂, 1/√(1 − β₂²), ε.
        double[] expected = [0.999, 0.01 / (1 - 0.81), 0.9, 0.1, 0.999, 0.001, 1 / Math.Sqrt(1 - 0.999 * 0.999), 1e-8];
        Assert.Equal(expected.Length, printed.Script.Constants.Count);
        Assert.All(expected, (value, i) => Assert.Equal(value, printed.Script.Constants[i], 1e-12));
    }

    private sealed class Printed
    {
        public TorchScriptFunction? Script { get; set; }
    }

    private readonly struct Print(Printed printed) : IRuleUser<Symbol>
    {
        public void Run<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<Symbol, TState>
            where TState : struct, IState<TState, Symbol>
        {
            TState state = default;
            string[] slots = TState.Names.ToArray();
            for (int i = 0; i < slots.Length; i++) state[i] = Symbol.Variable(slots[i]);
            Symbol w = Symbol.Variable("w");
            rule.Step(ref w, Symbol.Variable("g"), ref state);
            printed.Script = TorchScript.InPlace("adamw", ["w", "g", .. slots], [("w", w), .. slots.Select((slot, i) => (slot, state[i]))]);
        }
    }
}
