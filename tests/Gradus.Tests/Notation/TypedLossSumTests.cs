using Gradus.Losses;

namespace Gradus.Tests.Notations;

/// <summary>A typed loss at the beginning of a recipe, with losses and penalties of the catalogue behind it.</summary>
public sealed class TypedLossSumTests
{
    [Theory]
    [InlineData("(p-y)^2 + l2(1e-4)", 1, 1)]
    [InlineData("abs(p-y) - 0.5*mse + huber(delta=2) + l1(0.1) | adamw | cosine", 3, 1)]
    [InlineData("where(p - y < 1, (p - y)^2, p + y) + (1→0.1 over 10%)*mae", 2, 0)]
    [InlineData("(p-y)^2 | sgd", 1, 0)]
    public void It_reads_and_prints_as_it_was_written(string text, int losses, int penalties)
    {
        Recipe recipe = Recipe.Parse(text);
        Assert.IsType<TypedLoss>(recipe.Loss[0].Loss);
        Assert.Equal((losses, penalties), (recipe.Loss.Count, recipe.Penalties.Count));
        Assert.Equal(recipe, Recipe.Parse(recipe.ToString()));
        Assert.Equal(recipe.ToString(), Recipe.Parse(recipe.ToString()).ToString());
    }

    [Theory]
    [InlineData("(p-y)^2 + hubr", "no variable or constant 'hubr'", 11)]
    [InlineData("(p-y)^2 + q*mse", "no variable or constant 'q'", 11)]
    [InlineData("(p-y)^2 - l2(1)", "can only be added", 9)]
    [InlineData("(p-y)^2 + mse | l2(1)", "a second loss", 17)]
    public void A_mistake_is_told_with_its_column(string text, string says, int column)
    {
        RecipeException e = Assert.Throws<RecipeException>(() => Recipe.Parse(text));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Equal(column, e.Column);
    }

    [Fact]
    public void One_loss_alone_is_no_sum() =>
        Assert.Contains("Found '+'", Assert.Throws<RecipeException>(() => Notation.ParseLoss("(p-y)^2 + mse")).Message, StringComparison.Ordinal);
}
