using Gradus.Algebra;
using Gradus.Drivers;
using Gradus.Losses;
using Gradus.Optimizers;

namespace Gradus.Tests.Losses;

public sealed unsafe class TypedLossTests
{
    private const string Bend = "where(abs(p-y) < 1, (p-y)^2, 2*abs(p-y)-1)";

    [Fact]
    public void A_typed_loss_is_the_loss_that_it_states()
    {
        LossInputs inputs = new(new(2, 3, -1, 2, -20, 0.3), new(0, 0, 0.5, 0, 0, 0));
        LossEvaluation typed = LossEvaluation.Of(new TypedLoss(Bend), inputs), huber = LossEvaluation.Of(new Huber(1), inputs);
        Assert.Equal(2 * huber.Value, typed.Value, 1e-14);
        foreach (string input in (string[])["prediction", "target"])
        {
            Assert.All(typed.Gradients[input].Values.ToArray().Zip(huber.Gradients[input].Values.ToArray()), pair => Assert.Equal(2 * pair.Second, pair.First, 1e-15));
        }
    }

    [Theory]
    [InlineData(Bend)]
    [InlineData("exp(p) - y*p")]
    [InlineData("(p-y)^3/(1 + (p-y)^2) + sin(p)*cos(y)")]
    [InlineData("log(1 + exp(-y*p)) + tanh(p)^2 + sqrt(1+p^2) + log1p(p^2) + min(p, y) + max(p, -y)^2 + pow(1+y^2, 0.3)")]
    public void Its_gradient_is_exact_and_alike_on_every_width(string text)
    {
        TypedLoss loss = new(text);
        LossInputs inputs = LossForm.Of(loss)[0].Draw(loss, new(3));
        GradientCheck check = GradientCheck.Of(moved => LossEvaluation.Of(loss, moved), inputs);
        Assert.True(check.Deviation < 1e-7, check.ToString());
        double[] ŷ = [.. Enumerable.Range(0, 37).Select(i => 3 * Math.Sin(i))], y = [.. Enumerable.Range(0, 37).Select(i => Math.Cos(3 * i))];
        double[] reference = Slopes(Width.Scalar);
        Assert.All(Enum.GetValues<Width>(), width => Assert.All(reference.Zip(Slopes(width)), pair => Assert.Equal(pair.First, pair.Second, 1e-13 * Math.Max(1, Math.Abs(pair.First)))));

        double[] Slopes(Width width)
        {
            double[] slopes = new double[ŷ.Length];
            fixed (double* p = ŷ, t = y, s = slopes) PointwiseDriver.Run(loss, new Pairs<double> { Prediction = p, Target = t, Slope = s, Scale = 1 }, ŷ.Length, width);
            return slopes;
        }
    }

    [Theory]
    [InlineData(Bend)]
    [InlineData("(p-y)^2")]
    [InlineData("0.5*(p-y)^2 + 0.1*abs(p)")]
    [InlineData("-log(p)*y")]
    [InlineData("abs(p - y)")]
    [InlineData("p")]
    public void A_typed_loss_is_read_wherever_a_loss_is_and_prints_its_text(string text)
    {
        TypedLoss loss = Assert.IsType<TypedLoss>(Notation.ParseLoss(text));
        Assert.Equal(text, Notation.Print(loss));
        Assert.Equal(loss, Notation.ParseLoss($"  {text} "));
        Recipe alone = Recipe.Parse(text), whole = Recipe.Parse($"{text} | adam(lr=0.01) | warmup(5) then cosine");
        Assert.Equal([new LossTerm(1, loss)], alone.Loss);
        Assert.Equal(text, alone.ToString());
        Assert.Equal((alone.Loss, new Adam(0.01)), (whole.Loss, whole.Optimizer));
        Assert.Equal($"{text} | adam(lr=0.01) | warmup(5) then cosine", whole.ToString());
        Assert.Equal(whole, Recipe.Parse(whole.ToString()));
    }

    [Fact]
    public void A_weight_goes_into_the_formula()
    {
        Recipe recipe = new() { Loss = [new LossTerm(0.5, new TypedLoss("abs(p-y) + 1"))] };
        Assert.Equal("0.5*(abs(p-y) + 1)", recipe.ToString());
        Assert.Equal(new TypedLoss("0.5*(abs(p-y) + 1)"), Recipe.Parse(recipe.ToString()).Loss[0].Loss);
    }

    [Theory]
    [InlineData("where(abs(p-y) < 1, (p-y)^2, 2*abs(p-z)-1)", 38, "There is no variable or constant 'z'.")]
    [InlineData("where(abs(p-y), 1, 2)", 15, "expected < or >")]
    [InlineData("(p-y)^2 | adamv", 11, "Did you mean adamw or adam?")]
    [InlineData("(p-y)^2 | mse", 11, "mse is a second loss")]
    [InlineData("(p-y | adam", 6, "Found the end, expected ')'")]
    [InlineData("2p - y", 2, "Write the product out: 2*p.")]
    [InlineData("hubr(p-y)", 1, "There is no function 'hubr'.")]
    [InlineData("hubr", 1, "Did you mean huber?")]
    [InlineData("hubr(p=1)", 1, "Did you mean huber?")]
    [InlineData("huber(delta=p)", 13, "delta = p, but it must be a number > 0.")]
    [InlineData("2*hubr", 3, "Did you mean huber?")]
    public void A_mistake_is_shown_where_it_is(string text, int column, string complaint)
    {
        RecipeException error = Assert.Throws<RecipeException>(() => Recipe.Parse(text));
        Assert.Contains(complaint, error.Complaint, StringComparison.Ordinal);
        Assert.Equal((column, text), (error.Column, error.Text));
    }

    [Fact]
    public void One_loss_is_no_recipe() => Assert.Equal(9, Assert.Throws<RecipeException>(() => Notation.ParseLoss("(p-y)^2 | adam")).Column);

    [Fact]
    public void The_longest_formula_runs_on_every_thread()
    {
        const int Count = 1 << 17;
        TypedLoss loss = new("y" + string.Concat(Enumerable.Repeat("+p", 499)));
        double[] numbers = new double[Count], slopes = new double[Count];
        Array.Fill(numbers, 1);
        fixed (double* p = numbers, s = slopes)
        {
            Assert.Equal(500.0 * Count, PointwiseDriver.Run(loss, new Pairs<double> { Prediction = p, Target = p, Slope = s, Scale = 1 }, Count));
        }

        Assert.All(slopes, slope => Assert.Equal(499, slope));
    }

    [Fact]
    public void A_sweep_does_not_allocate_for_its_elements()
    {
        const int Count = 1 << 14;
        TypedLoss loss = new(Bend);
        float[] numbers = new float[Count], slopes = new float[Count];
        long Sweep(int count)
        {
            fixed (float* p = numbers, s = slopes)
            {
                Pairs<float> pairs = new() { Prediction = p, Target = p, Slope = s, Scale = 1 };
                long before = GC.GetAllocatedBytesForCurrentThread();
                PointwiseDriver.Run(loss, pairs, count);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        Sweep(Count);
        Assert.InRange(Sweep(Count), 0, 2000);
    }

    [Fact]
    public void A_typed_loss_prints_as_mathematics()
    {
        Dual<Symbol> both = new TypedLoss(Bend).At(Dual<Symbol>.Variable(Symbol.Variable("ŷ")), Dual<Symbol>.Fixed(Symbol.Variable("y")));
        Assert.Equal("where(|ŷ − y| < 1, (ŷ − y)², 2·|ŷ − y| − 1)", both.Value.ToString());
        Assert.Equal("where(|ŷ − y| < 1, 2·(ŷ − y), 2·sign(ŷ − y))", both.Slope.ToString());
    }
}
