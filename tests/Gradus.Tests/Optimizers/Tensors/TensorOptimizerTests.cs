using Gradus.Algebra;
using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Surfaces;

namespace Gradus.Tests.Optimizers.Tensors;

/// <summary>What holds for every rule of whole tensors, whichever it is.</summary>
public class TensorOptimizerTests
{
    public static TheoryData<string> Rules { get; } =
    [
        .. Catalog.Optimizers.Select(entry => entry.Create()).Where(rule => rule is TensorOptimizer).Select(Notation.Print),
        "adafactor(beta1=0.9)", "muon(scale=matchRmsAdamW, nesterov=false)", "shampoo(graft=sgd)", "shampoo(graft=none)", "soap(preconditionVectors=true)",
    ];

    public static TheoryData<string> Walkers { get; } =
    [
        "adafactor(lr=0.1, relativeStep=false)", "muon(vectorLr=0.05)", "shampoo(lr=0.05)", "shampoo(lr=1, graft=none)", "soap(lr=0.05, weightDecay=0)",
        "soap(lr=0.05, weightDecay=0, preconditionVectors=true)",
    ];

    [Theory, MemberData(nameof(Walkers))]
    public void On_surfaces_it_finds_the_minimum(string text)
    {
        Optimizer rule = Notation.ParseOptimizer(text);
        Trace bowl = Trace.Run(rule, new Ravine(25), new(3, 1), 1000, new Cosine());
        Assert.True(bowl.Values[^1] < 1e-3, $"ravine: {bowl.Values[^1]}");
        Trace rosenbrock = Trace.Run(rule, new Rosenbrock(), new(-1.2, 1), 4000, new Cosine());
        Assert.True(rosenbrock.Values[^1] < 0.01, $"Rosenbrock: {rosenbrock.Values[^1]}");
    }

    /// <summary>½‖(AθB − C)‖² of a 6 × 4 matrix, which no elementwise scaling makes round.</summary>
    [Theory]
    [InlineData("adafactor(lr=0.1, relativeStep=false, parameterScale=false)"), InlineData("muon(lr=0.1)"), InlineData("shampoo(lr=0.1)"), InlineData("shampoo(lr=1, graft=none)"), InlineData("soap(lr=0.1, weightDecay=0)")]
    public void A_matrix_problem_is_solved(string text)
    {
        TensorOptimizer rule = (TensorOptimizer)Notation.ParseOptimizer(text);
        DenseMatrix a = Plain.Dense(Plain.Random(6, 6, 1)), b = Plain.Dense(Plain.Random(4, 4, 2)), c = Plain.Dense(Plain.Random(6, 4, 3)), θ = new(6, 4);
        TensorShape shape = new(6, 4, IsVector: false);
        TensorState<DenseMatrix> state = Fresh(rule, shape);
        const int Steps = 1500;
        for (int t = 1; t <= Steps; t++) θ = rule.Step(new(t, rule.Lr * (1 - (t - 1.0) / Steps)), shape, θ, Slope(), state);
        Assert.True(Loss() < 0.02 * Start(), $"{Loss()} of {Start()}");

        DenseMatrix Residual() => DenseMatrix.Product(DenseMatrix.Product(a, θ), b) - c;
        DenseMatrix Slope() => DenseMatrix.Product(DenseMatrix.Transpose(a), DenseMatrix.Product(Residual(), DenseMatrix.Transpose(b)));
        double Loss() => Math.Pow(DenseMatrix.Norm(Residual())[0, 0], 2) / 2;
        double Start() => Math.Pow(DenseMatrix.Norm(c)[0, 0], 2) / 2;
    }

    [Theory, MemberData(nameof(Rules))]
    public void Climbing_is_descending_with_the_gradient_turned_over(string text)
    {
        TensorOptimizer down = (TensorOptimizer)Notation.ParseOptimizer(text);
        string maximize = text.Contains('(') ? text.Replace(")", ", maximize=true)", StringComparison.Ordinal) : $"{text}(maximize=true)";
        TensorOptimizer up = (TensorOptimizer)Notation.ParseOptimizer(maximize);
        foreach (TensorShape shape in s_shapes) Assert.Equal(Run(down, shape, sign: 1).ToArray(), Run(up, shape, sign: -1).ToArray());
    }

    [Theory, MemberData(nameof(Rules))]
    public void A_rate_of_zero_moves_nothing(string text)
    {
        TensorOptimizer still = (TensorOptimizer)Notation.ParseOptimizer(text) with { Lr = 0 };
        foreach (TensorShape shape in s_shapes) Assert.Equal(Start(shape).Values.ToArray(), Run(still, shape).ToArray());
    }

    [Theory, MemberData(nameof(Rules))]
    public void A_gradient_of_zeros_moves_no_weight_and_breaks_nothing(string text)
    {
        TensorOptimizer rule = (TensorOptimizer)Notation.ParseOptimizer(text);
        foreach (TensorShape shape in s_shapes)
        {
            double[] start = Start(shape).Values.ToArray(), end = Run(rule, shape, sign: 0).ToArray();
            // Decay may shrink it.
            for (int i = 0; i < start.Length; i++) Assert.InRange(end[i] / start[i], 0.99, 1);
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void A_gradient_that_is_not_a_number_yields_none_and_throws_nothing(string text)
    {
        TensorOptimizer rule = (TensorOptimizer)Notation.ParseOptimizer(text);
        foreach (TensorShape shape in s_shapes) Assert.Contains(Run(rule, shape, sign: double.NaN).ToArray(), double.IsNaN);
    }

    [Theory, MemberData(nameof(Rules))]
    public void Every_slot_keeps_the_shape_that_it_declares(string text)
    {
        TensorOptimizer rule = (TensorOptimizer)Notation.ParseOptimizer(text);
        foreach (TensorShape shape in s_shapes)
        {
            TensorState<DenseMatrix> state = Fresh(rule, shape);
            DenseMatrix θ = Start(shape);
            for (int t = 1; t <= 12; t++) θ = rule.Step(new(t, rule.Lr), shape, θ, θ, state);
            Assert.Equal((shape.Rows, shape.Columns), (θ.Rows, (long)θ.Columns));
            for (int i = 0; i < state.Slots.Count; i++) Assert.Equal((state.Slots[i].Rows, state.Slots[i].Columns), (state[i].Rows, (long)state[i].Columns));
        }
    }

    [Fact]
    public void A_tensor_is_a_matrix_by_its_first_dimension()
    {
        Assert.Equal(new TensorShape(8, 27, IsVector: false), TensorShape.Of([8, 3, 3, 3]));
        Assert.Equal(new TensorShape(8, 1, IsVector: false), TensorShape.Of([8, 1]));
        Assert.Equal(new TensorShape(8, 1, IsVector: true), TensorShape.Of([8]));
        Assert.Equal(new TensorShape(1, 1, IsVector: true), TensorShape.Of([]));
    }

    [Fact]
    public void Adafactor_keeps_one_row_and_one_column() => Assert.Equal(
        [("row", 8L, 1L), ("column", 1L, 27L)],
        new Adafactor().Slots(TensorShape.Of([8, 3, 3, 3])).Select(slot => (slot.Name, slot.Rows, slot.Columns)));

    [Fact]
    public void A_slot_that_is_not_there_is_named()
    {
        TensorState<DenseMatrix> state = Fresh(new Muon(), new(2, 2, IsVector: false));
        Assert.Contains("no slot 'w'", Assert.Throws<ArgumentException>(() => state["w"]).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(ElementwiseRules))]
    public void Every_elementwise_rule_runs_on_matrices_too(string text)
    {
        ElementwiseOptimizer rule = (ElementwiseOptimizer)Notation.ParseOptimizer(text);
        Trace points = Trace.Run(rule, new Rosenbrock(), new(-1.2, 1), 20);
        Trace whole = Trace.Run(new Whole(rule), new Rosenbrock(), new(-1.2, 1), 20);
        for (int t = 1; t <= 20; t++)
        {
            Assert.Equal(points.Points[t].X, whole.Points[t].X, 1e-12);
            Assert.Equal(points.Points[t].Y, whole.Points[t].Y, 1e-12);
        }
    }

    [Fact]
    public void Rules_that_begin_with_something_cannot_follow()
    {
        Assert.False(Companion.CanFollow(new RProp()));
        Assert.Contains("rprop cannot be a companion", Assert.Throws<ArgumentException>(() => Companion.Slots(new RProp(), new(2, 2, IsVector: false))).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> ElementwiseRules { get; } =
        [.. Catalog.Optimizers.Select(entry => entry.Create()).OfType<ElementwiseOptimizer>().Where(Companion.CanFollow).Select(Notation.Print)];

    [Theory, MemberData(nameof(Rules))]
    public void It_prints_each_update_and_what_that_needs_before(string text)
    {
        Optimizer rule = Notation.ParseOptimizer(text);
        foreach (FormulaStyle style in Enum.GetValues<FormulaStyle>())
        {
            IReadOnlyList<string> lines = RuleFormula.Print(rule, style);
            Assert.Contains(lines, line => line.StartsWith(style == FormulaStyle.Latex ? @"\theta_{t} = " : "θₜ = ", StringComparison.Ordinal));
            Assert.All(lines, line => Assert.Equal(line.Count(c => c == '('), line.Count(c => c == ')')));
            if (style == FormulaStyle.Latex) Assert.All(lines, line => Assert.DoesNotContain(line, c => c > 127));
        }
    }

    [Fact]
    public void Muon_prints_as_in_its_description()
    {
        IReadOnlyList<string> lines = RuleFormula.Print(new Muon(Steps: 1, WeightDecay: 0.1), FormulaStyle.Unicode);
        Assert.Equal(
        [
            "mₜ = μ·mₜ₋₁ + (1 − μ)·gₜ",
            "u = (1 − μ)·gₜ + μ·mₜ",
            "X₀ = u / max(‖u‖, ε)",
            "S₁ = X₀ X₀ᵀ",
            "X₁ = a·X₀ + (b·S₁ + c·S₁ S₁) X₀",
            "θₜ = (1 − ηλ)·θₜ₋₁ − η·√(max(1, h / w))·X₁",
        ], lines.Take(6));
    }

    private static readonly TensorShape[] s_shapes = [new(3, 5, IsVector: false), new(5, 3, IsVector: false), new(4, 4, IsVector: false), new(4, 1, IsVector: true), new(1, 1, IsVector: true)];

    private static TensorState<DenseMatrix> Fresh(TensorOptimizer rule, TensorShape shape) => new(rule.Slots(shape), slot => new((int)slot.Rows, (int)slot.Columns));

    private static DenseMatrix Start(TensorShape shape) => Plain.Dense(Plain.Random((int)shape.Rows, (int)shape.Columns, 8));

    private static ReadOnlySpan<double> Run(TensorOptimizer rule, TensorShape shape, double sign = 1)
    {
        TensorState<DenseMatrix> state = Fresh(rule, shape);
        DenseMatrix θ = Start(shape);
        for (int t = 1; t <= 12; t++)
        {
            DenseMatrix g = DenseMatrix.Constant(sign) * Plain.Dense(Plain.Random((int)shape.Rows, (int)shape.Columns, (ulong)t + 20));
            θ = rule.Step(new(t, rule.Lr), shape, θ, g, state);
        }

        return θ.Values;
    }

    /// <summary>An elementwise rule as one of whole tensors.</summary>
    private sealed record Whole(ElementwiseOptimizer Rule) : TensorOptimizer(Rule.Lr)
    {
        public override IReadOnlyList<TensorSlot> Slots(TensorShape shape) => Companion.Slots(Rule, shape);

        public override M Step<M>(StepContext at, TensorShape shape, M θ, M g, TensorState<M> s) => Companion.Step(Rule, at, θ, g, s);
    }
}
