using FsCheck.Xunit;
using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Optimizers;
using Gradus.Schedules;

namespace Gradus.Tests.Notations;

public class RecipeTests
{
    [Property(MaxTest = 1000)]
    public bool Parsing_what_was_printed_gives_the_same_recipe(ulong seed)
    {
        Recipe recipe = new RandomMethods(seed).Recipe();
        return recipe == new Recipe() || Recipe.Parse(recipe.ToString()) == recipe;
    }

    [Property(MaxTest = 300)]
    public bool Parsing_what_was_printed_gives_the_same_method(ulong seed)
    {
        RandomMethods random = new(seed);
        Optimizer optimizer = random.Optimizer();
        ILoss loss = random.Loss();
        Schedule schedule = random.Schedule();
        return Notation.ParseOptimizer(Notation.Print(optimizer)) == optimizer
            && Notation.ParseLoss(Notation.Print(loss)).Equals(loss)
            && Notation.ParseSchedule(schedule.ToString()) == schedule;
    }

    [Property(MaxTest = 300)]
    public bool Printing_is_stable(ulong seed)
    {
        string text = new RandomMethods(seed).Recipe().ToString();
        return text.Length == 0 || Recipe.Parse(text).ToString() == text;
    }

    [Fact]
    public void Every_method_of_the_catalogue_reads_back_with_its_defaults() => Assert.All(
        Catalog.Losses.Concat(Catalog.Optimizers).Where(entry => entry.Parameters.All(p => !p.IsRequired)), entry =>
        {
            Assert.Equal(entry.Name, Notation.Print(entry.Create()));
            Assert.Equal(entry.Kind == MethodKind.Loss ? Notation.ParseLoss(entry.Name) : Notation.ParseOptimizer(entry.Name), entry.Create());
        });

    [Fact]
    public void All_parts_of_a_recipe_are_read()
    {
        Recipe recipe = Recipe.Parse("0.7*huber(delta=2) + 30% * mse - 0.5*mae | adamw(3e-4, weightDecay=0.05) | warmup(500) then cosine(floor=0.01)");
        Assert.Equal([new(0.7, new Huber(2)), new(0.3, new Mse()), new(-0.5, new Mae())], recipe.Loss);
        Assert.Equal(new AdamW(3e-4, WeightDecay: 0.05), recipe.Optimizer);
        Assert.Equal(new Warmup(500).Then(new Cosine(Floor: 0.01)), recipe.Schedule);
        Assert.Equal("0.7*huber(delta=2) + 0.3*mse - 0.5*mae | adamw(lr=3e-4, weightDecay=0.05) | warmup(500) then cosine(floor=0.01)", recipe.ToString());
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("-1*mse")]
    [InlineData("adam(lr=1e-5)")]
    [InlineData("constant(steps=3 epochs) then step(5%, factor=0.5)")]
    [InlineData("mse | warmup(500)")]
    [InlineData("crossEntropy(labelSmoothing=0.1, classWeights=[1, 2.5], ignoreIndex=-1)")]
    [InlineData("exponential(0.95, every=1)")]
    [InlineData("l2(1e-4)")]
    [InlineData("mse + l2(1e-4) | sgd")]
    [InlineData("mse - 0.5*mae + l1(0.1, proximal=true) + elasticNet(0.1, ratio=0.2, on=all)")]
    [InlineData("huber(delta=5→1 over 5 epochs) + l2(0→1e-4 over 10% cosine)")]
    [InlineData("(1→0.1 over 10%)*huber(delta=2) + (-1→0 over 500 cosine)*mae")]
    [InlineData("bceWithLogits(positiveWeight=1→3 over 1 epoch cosine) | adam")]
    public void Every_part_may_be_missing(string text) => Assert.Equal(text, Recipe.Parse(text).ToString());

    [Fact]
    public void Spaces_defaults_and_positions_do_not_matter()
    {
        Assert.Equal(Recipe.Parse("adam(lr=0.001,beta1=0.9)"), Recipe.Parse("  adam ( 1e-3 ,\t0.9 ) \n"));
        Assert.Equal("adam", Recipe.Parse("adam(0.001, 0.9)").ToString());
        Assert.Equal(Notation.ParseSchedule("warmup(500 steps)"), new Warmup(500));
        Assert.Equal(Notation.ParseSchedule("warmup(3epochs)"), new Warmup(Length.Epochs(3)));
        Assert.Equal(Notation.ParseSchedule("warmup(5e2)"), new Warmup(500));
    }

    [Fact]
    public void A_method_of_ones_own_prints_its_name()
    {
        Assert.Equal("myLoss", Notation.Print(new MyLoss()));
        Catalog.Check(new MyLoss());
    }

    private sealed record MyLoss : ILoss;
}
