using Gradus.Optimizers;
using Gradus.Torch.Optimizers;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Tests.Optimizers;

/// <summary>The fused sweep, the same one element at a time, and the script that GPUs run: three ways, one path.</summary>
public class StepPathTests
{
    public static TheoryData<string> Rules => Variants.All;

    /// <summary>Sizes around a register and a cache line, and a number alone.</summary>
    private static readonly long[][] s_shapes = [[0], [1], [15], [16], [17], [40, 25], []];

    /// <summary>The same, and one that is split over threads.</summary>
    private static readonly long[][] s_largeShapes = [.. s_shapes, [70_001]];

    [Theory, MemberData(nameof(Rules))]
    public void All_paths_agree_in_double_precision(string rule) => Agree(rule, ScalarType.Float64, s_shapes, 1e-12);

    [Theory, MemberData(nameof(Rules))]
    public void All_paths_agree_in_single_precision(string rule) => Agree(rule, ScalarType.Float32, s_largeShapes, 1e-6);

    [Theory, MemberData(nameof(Rules))]
    public void Parameters_and_gradients_of_any_layout_take_the_same_step(string rule)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] plain = Leaves.Of(ScalarType.Float32, [6, 5], [6, 5], [7], [6, 5], [4]);
        Parameter[] odd =
        [
            new(plain[0].detach().t().contiguous().t()),
            new(zeros(12, 10)[TensorIndex.Slice(0, 12, 2), TensorIndex.Slice(0, 10, 2)]),
            new(zeros(3, 7).select(0, 1)),
            new(plain[3].detach().clone()),
            new(plain[4].detach().clone()),
        ];
        using (no_grad()) for (int i = 0; i < odd.Length; i++) odd[i].copy_(plain[i]);
        Assert.False(odd[0].is_contiguous() || odd[1].is_contiguous());
        foreach (StepPath path in Enum.GetValues<StepPath>())
        {
            using TorchOptimizer a = new(plain, Variants.Parse(rule)) { Path = path }, b = new(odd, Variants.Parse(rule)) { Path = path };
            for (int step = 0; step < 3; step++)
            {
                Leaves.Give(plain, seed: step);
                using (no_grad())
                {
                    plain[4].grad = full(4, 0.25f);
                    for (int i = 0; i < 3; i++) odd[i].grad = plain[i].grad!.clone();
                    odd[3].grad = plain[3].grad!.t().contiguous().t();
                    odd[4].grad = full(1, 0.25f).expand(4);
                }

                a.step();
                b.step();
            }

            for (int i = 0; i < odd.Length; i++) Near.Equal(plain[i], odd[i], 1e-6, $"{path}, parameter {i}");
        }
    }

    [Theory]
    [InlineData(StepPath.Automatic)]
    [InlineData(StepPath.Scalar)]
    [InlineData(StepPath.Script)]
    public void A_gradient_of_another_type_is_converted(StepPath path)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] single = Leaves.Of(ScalarType.Float32, [17]), mixed = Leaves.Of(ScalarType.Float32, [17]);
        using TorchOptimizer a = new(single, new Adam(Lr: 0.1)), b = new(mixed, new Adam(Lr: 0.1)) { Path = path };
        for (int step = 0; step < 3; step++)
        {
            Tensor gradient = Leaves.Numbers([17], 7 + step, ScalarType.Float32).to(ScalarType.BFloat16);
            single[0].grad = gradient.to(ScalarType.Float32);
            mixed[0].grad = step == 1 ? gradient.to(ScalarType.Float64) : gradient;
            a.step();
            b.step();
        }

        Near.Equal(single[0], mixed[0], 1e-6);
    }

    [Theory]
    [InlineData(StepPath.Automatic)]
    [InlineData(StepPath.Script)]
    public void Parameters_in_bfloat16_step_as_those_of_float64(StepPath path)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] exact = Leaves.Of(ScalarType.Float64, [50]), half = [new(exact[0].detach().to(ScalarType.BFloat16))];
        using TorchOptimizer a = new(exact, new Sgd(Lr: 0.1, Momentum: 0.5)), b = new(half, new Sgd(Lr: 0.1, Momentum: 0.5)) { Path = path };
        for (int step = 0; step < 4; step++)
        {
            Leaves.Give(exact, step);
            half[0].grad = exact[0].grad!.to(ScalarType.BFloat16);
            a.step();
            b.step();
        }

        Assert.Equal(ScalarType.BFloat16, half[0].dtype);
        Near.Equal(exact[0], half[0], 0.02);
    }

    private static void Agree(string rule, ScalarType type, long[][] shapes, double tolerance)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] scalar = Leaves.Of(type, shapes);
        Parameter[] fused = [.. scalar.Select(p => new Parameter(p.detach().clone()))], script = [.. scalar.Select(p => new Parameter(p.detach().clone()))];
        using TorchOptimizer a = new(scalar, Variants.Parse(rule)) { Path = StepPath.Scalar };
        using TorchOptimizer b = new(fused, Variants.Parse(rule));
        using TorchOptimizer c = new(script, Variants.Parse(rule)) { Path = StepPath.Script };
        for (int step = 0; step < 3; step++)
        {
            Leaves.Give(scalar, step);
            for (int i = 0; i < scalar.Length; i++) (fused[i].grad, script[i].grad) = (scalar[i].grad!.clone(), scalar[i].grad!.clone());
            a.step();
            b.step();
            c.step();
        }

        for (int i = 0; i < scalar.Length; i++)
        {
            Near.Equal(scalar[i], fused[i], tolerance, $"fused, parameter {i}:");
            Near.Equal(scalar[i], script[i], tolerance, $"script, parameter {i}:");
        }

        IReadOnlyDictionary<string, Tensor> expected = a.State(), swept = b.State(), scripted = c.State();
        foreach ((string name, Tensor value) in expected)
        {
            // A sum over steps may have cancelled: its rounding is that of its terms.
            Near.Equal(value, swept[name], 4 * tolerance, $"fused, {name}:");
            Near.Equal(value, scripted[name], 4 * tolerance, $"script, {name}:");
        }
    }
}
