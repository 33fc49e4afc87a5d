using Gradus.Algebra;
using Gradus.Optimizers;
using Gradus.Torch.Optimizers;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Tests.Optimizers.Tensors;

/// <summary>Rules of whole tensors on libtorch against the same rules on plain matrices.</summary>
[Collection(Alone.Name)]
public class TensorStepTests
{
    private static readonly string[] s_rules =
    [
        "adafactor", "adafactor(beta1=0.9, weightDecay=0.1, relativeStep=false)", "muon", "muon(scale=matchRmsAdamW, nesterov=false, weightDecay=0.1)",
        "shampoo(eps=0.001)", "shampoo(graft=none, beta2=1, beta1=0, interval=1, eps=0.001)", "shampoo(graft=sgd, maxSize=4, eps=0.001)",
    ];

    // The first basis of soap is not unique where the first gradient leaves directions without any size: only square ones agree.
    private static readonly string[] s_bases = ["soap", "soap(interval=2, preconditionVectors=false, weightDecay=0)"];

    public static TheoryData<string, long[]> Cases()
    {
        TheoryData<string, long[]> cases = [];
        foreach (string rule in s_rules) foreach (long[] shape in (long[][])[[4, 6], [6, 4], [5, 5], [4, 2, 3], [7], []]) cases.Add(rule, shape);
        foreach (string rule in s_bases) foreach (long[] shape in (long[][])[[4, 4], [7], []]) cases.Add(rule, shape);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Tensors_step_as_plain_matrices_do(string text, long[] sizes)
    {
        using IDisposable scope = NewDisposeScope();
        TensorOptimizer rule = (TensorOptimizer)Notation.ParseOptimizer(text);
        foreach ((ScalarType type, double tolerance) in new[] { (ScalarType.Float64, 1e-10), (ScalarType.Float32, 1e-5) })
        {
            TensorShape shape = TensorShape.Of(sizes);
            Parameter parameter = new(Leaves.Numbers(sizes, 1, type));
            using TensorMemory memory = new(new("w", parameter), rule);
            TensorState<DenseMatrix> state = new(rule.Slots(shape), slot => new((int)slot.Rows, (int)slot.Columns));
            DenseMatrix θ = Dense(parameter, shape);
            for (int t = 1; t <= 15; t++)
            {
                parameter.grad = Leaves.Numbers(sizes, 50 + t, type);
                θ = rule.Step(new(t, rule.Lr), shape, θ, Dense(parameter.grad, shape), state);
                memory.Prepare();
                TensorStep.Run(rule, new(t, rule.Lr), parameter, memory);
                Near.Equal(tensor(θ.Values.ToArray()).reshape(sizes), parameter.detach().to(ScalarType.Float64), tolerance, $"{type}, step {t}");
            }
        }
    }

    [Theory, InlineData(ScalarType.BFloat16), InlineData(ScalarType.Float16)]
    public void Half_parameters_step_in_single_precision(ScalarType type)
    {
        using IDisposable scope = NewDisposeScope();
        foreach (string text in s_rules.Concat(s_bases))
        {
            TensorOptimizer rule = (TensorOptimizer)Notation.ParseOptimizer(text);
            Parameter half = new(Leaves.Numbers([4, 4], 1, type)), single = new(half.detach().to(ScalarType.Float32));
            using TensorMemory ofHalf = new(new("half", half), rule), ofSingle = new(new("single", single), rule);
            ofHalf.Prepare();
            ofSingle.Prepare();
            half.grad = Leaves.Numbers([4, 4], 2, type);
            single.grad = half.grad!.to(ScalarType.Float32);
            TensorStep.Run(rule, new(1, rule.Lr), half, ofHalf);
            TensorStep.Run(rule, new(1, rule.Lr), single, ofSingle);
            Assert.Equal(type, half.dtype);
            Near.Equal(single.detach().to(type).to(ScalarType.Float32), half.detach().to(ScalarType.Float32), 0, text);
            for (int slot = 0; slot < ofHalf.Slots.Count; slot++) Near.Equal(ofSingle[slot], ofHalf[slot], 0, text);
        }
    }

    [Fact]
    public void A_gradient_that_is_not_a_number_yields_none_and_throws_nothing()
    {
        using IDisposable scope = NewDisposeScope();
        foreach (string text in s_rules.Concat(s_bases))
        {
            TensorOptimizer rule = (TensorOptimizer)Notation.ParseOptimizer(text);
            Parameter parameter = new(Leaves.Numbers([4, 4], 1, ScalarType.Float32));
            using TensorMemory memory = new(new("w", parameter), rule);
            memory.Prepare();
            parameter.grad = full(4, 4, float.NaN);
            for (int t = 1; t <= 11; t++) TensorStep.Run(rule, new(t, rule.Lr), parameter, memory);
            Assert.Contains(parameter.Numbers(), double.IsNaN);
        }
    }

    [Fact]
    public void A_step_leaves_no_tensor_behind()
    {
        using IDisposable scope = NewDisposeScope();
        foreach (string text in s_rules.Concat(s_bases))
        {
            TensorOptimizer rule = (TensorOptimizer)Notation.ParseOptimizer(text);
            Parameter parameter = new(Leaves.Numbers([6, 6], 1, ScalarType.Float32));
            using TensorMemory memory = new(new("w", parameter), rule);
            memory.Prepare();
            parameter.grad = Leaves.Numbers([6, 6], 2, ScalarType.Float32);
            long before = Tensor.TotalCount;
            for (int t = 1; t <= 12; t++) TensorStep.Run(rule, new(t, rule.Lr), parameter, memory);
            Assert.Equal(before, Tensor.TotalCount);
        }
    }

    private static DenseMatrix Dense(Tensor tensor, TensorShape shape) => new((int)shape.Rows, (int)shape.Columns, tensor.Numbers());
}
