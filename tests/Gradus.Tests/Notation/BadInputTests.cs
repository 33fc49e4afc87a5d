using FsCheck.Xunit;

namespace Gradus.Tests.Notations;

public class BadInputTests
{
    [Theory]
    [InlineData("adamv", 1, "Did you mean adamw or adam?")]
    [InlineData("mse | adamw(lr=-1)", 16, "adamw: lr = -1, but it must be ≥ 0.")]
    [InlineData("adamw(beta1=1)", 13, "adamw: beta1 = 1, but it must be in [0, 1).")]
    [InlineData("huber(delta=0)", 13, "huber: delta = 0, but it must be > 0.")]
    [InlineData("adam(lr=1e999)", 9, "but it must be ≥ 0")]
    [InlineData("adam(learningRate=1)", 6, "adam has no parameter 'learningRate'. It has: lr, beta1, beta2, eps, weightDecay, amsgrad, maximize.")]
    [InlineData("mse(1)", 5, "mse has no parameters.")]
    [InlineData("mse(x=1)", 5, "mse has no parameters, so also no 'x'.")]
    [InlineData("huber(1, 2)", 10, "huber has one parameter: delta.")]
    [InlineData("adam(lr=1, lr=2)", 12, "lr is given twice.")]
    [InlineData("adam(1, lr=2)", 9, "lr is given twice.")]
    [InlineData("adam(lr=1, 0.9)", 12, "An argument without a name cannot follow one with a name.")]
    [InlineData("adam(lr=true)", 9, "lr = true, but it must be a number ≥ 0.")]
    [InlineData("adam(lr=[1, 2])", 9, "lr = [1, 2], but it must be a number ≥ 0.")]
    [InlineData("adam(lr=3 epochs)", 9, "lr = 3 epochs, but it must be a number ≥ 0.")]
    [InlineData("adam(amsgrad=1)", 14, "amsgrad = 1, but it must be true or false.")]
    [InlineData("sgd(nesterov=true)", 1, "sgd: nesterov looks ahead along the velocity, so it needs momentum > 0")]
    [InlineData("crossEntropy(ignoreIndex=1.5)", 26, "ignoreIndex = 1.5, but it must be a whole number.")]
    [InlineData("crossEntropy(classWeights=[1, -1])", 27, "classWeights = [1, -1], but it must be a list of numbers, each ≥ 0.")]
    [InlineData("crossEntropy(classWeights=[1, [2]])", 31, "Found '[', expected a number.")]
    [InlineData("crossEntropy(classWeights=[1, 2)", 32, "expected ']' to close the list")]
    [InlineData("warmup", 1, "warmup needs steps, a length such as 500, 5% or 3 epochs: how long the climb takes.")]
    [InlineData("warmup(2.5)", 8, "A number of steps is whole")]
    [InlineData("warmup(105%)", 8, "A share of the run lies between 0% and 100%.")]
    [InlineData("warmup(1e99)", 8, "It is too large.")]
    [InlineData("warmup(-5)", 8, "A number of steps is whole and lies between 0 and 1e15.")]
    [InlineData("warmup(5 ephocs)", 10, "'ephocs' is no unit.")]
    [InlineData("step(0)", 6, "step: every = 0, but it must be > 0.")]
    [InlineData("warmup(5) then cosine then constant", 23, "'cosine' has no end of its own")]
    [InlineData("warmup(5) then", 15, "Found the end, expected a name")]
    [InlineData("warmup(5) + cosine", 11, "Schedules follow one another with 'then'")]
    [InlineData("mse then mae", 5, "Losses are added with +")]
    [InlineData("adam + sgd", 6, "Found '+', but there can be only one optimizer here; what stands around it follows by 'with'")]
    [InlineData("2*adam", 1, "A weight belongs to a loss, not to an optimizer.")]
    [InlineData("2 epochs*mse", 1, "expected a weight without a unit")]
    [InlineData("1e999*mse", 1, "too large")]
    [InlineData("2 mse", 3, "'mse' is no unit.")]
    [InlineData("adam | mse", 8, "mse is a loss, which comes earlier: loss | optimizer | schedule.")]
    [InlineData("adam | sgd", 8, "sgd is a second optimizer")]
    [InlineData("mse + adam", 7, "adam is an optimizer, expected a loss.")]
    [InlineData("adam(lr=1", 10, "Found the end, expected ')' to close 'adam('")]
    [InlineData("adam(lr=)", 9, "Found ')', expected a value")]
    [InlineData("adam(lr=adam(1))", 13, "Found '(', expected ')'")]
    [InlineData("adam)", 5, "Found ')' where the text should end.")]
    [InlineData("adam sgd", 6, "Found 'sgd' where the text should end.")]
    [InlineData("", 1, "Found the end, expected a name")]
    [InlineData("  | adam", 3, "Found '|', expected a name")]
    [InlineData("mse | | cosine", 7, "Found '|', expected a name")]
    [InlineData("adam(lr=1;)", 10, "';' means nothing here.")]
    [InlineData("adam 🚀", 6, "'🚀' means nothing here.")]
    [InlineData("ädäm", 1, "There is no loss or penalty or optimizer or schedule or wrapper 'ädäm'.")]
    [InlineData("mse + l3(0.1)", 7, "There is no loss or penalty 'l3'. Did you mean l1 or l2?")]
    [InlineData("mse + l2", 7, "l2 needs strength, a number ≥ 0: factor of the penalty.")]
    [InlineData("mse + l2(-1)", 10, "l2: strength = -1, but it must be ≥ 0.")]
    [InlineData("mse + l2(1, on=bias)", 16, "on = bias, but it must be one of weights, all.")]
    [InlineData("mse + 0.5*l2(1)", 7, "A penalty has no weight: its strength is its factor.")]
    [InlineData("mse - l2(1)", 5, "A penalty can only be added")]
    [InlineData("mse then l2(1)", 5, "Losses are added with +")]
    [InlineData("l2(1) | mse", 9, "mse is a second loss")]
    [InlineData("adam | l2(1)", 8, "l2 is a loss, which comes earlier")]
    [InlineData("huber(delta=0→2 over 5)", 13, "huber: delta = 0, but it must be > 0.")]
    [InlineData("huber(delta=1→-2 over 5)", 15, "huber: delta = -2, but it must be > 0.")]
    [InlineData("huber(delta=1->2)", 17, "Found ')', expected 'over' and how long it takes: 1→2 over 5 epochs.")]
    [InlineData("huber(delta=1->2 over)", 22, "Found ')', expected a number.")]
    [InlineData("huber(delta=1->2 in 5)", 18, "'in' is no unit.")]
    [InlineData("huber(delta=1->2 over 5 ephocs)", 25, "'ephocs' is no unit.")]
    [InlineData("huber(delta=1->2 over 5 epochs square)", 32, "Found 'square', expected a shape or nothing: linear or cosine.")]
    [InlineData("huber(delta=1->2 over 105%)", 23, "A share of the run lies between 0% and 100%.")]
    [InlineData("huber(delta=1->2 epochs over 5)", 16, "delta = 2 epochs, but it must be a number > 0.")]
    [InlineData("crossEntropy(ignoreIndex=0->2 over 5)", 26, "ignoreIndex is a whole number, and only numbers that need not be whole can move.")]
    [InlineData("crossEntropy(classWeights=[1->2 over 5])", 29, "Found '→', expected ']'")]
    [InlineData("mse | adam(lr=1->0 over 5)", 15, "lr of adam cannot move here: parameters of losses and penalties can; the rate moves by the schedule.")]
    [InlineData("(1->1e999 over 5)*mse", 5, "too large")]
    [InlineData("(1->0 over 5*mse", 13, "Found '*', expected ')' to close the bracket in column 1.")]
    [InlineData("(1->0 over 5) mse", 15, "expected '*' between a weight and its loss.")]
    [InlineData("(mse)", 2, "Found 'mse', expected a number.")]
    public void A_bad_recipe_is_told_what_is_wrong_and_where(string text, int column, string complaint)
    {
        RecipeException error = Assert.Throws<RecipeException>(() => Recipe.Parse(text));
        Assert.Contains(complaint, error.Complaint, StringComparison.Ordinal);
        Assert.Equal(column, error.Column);
        Assert.Equal($"Column {column}: {error.Complaint}", error.Message);
    }

    [Fact]
    public void The_pointer_puts_a_caret_under_the_place()
    {
        Assert.Equal("mse | adamw(lr=-1)\n               ^", Pointer("mse | adamw(lr=-1)"));
        Assert.Equal("adam(lr=1\n         ^", Pointer("adam(lr=1"));
        Assert.Equal("adam 🚀🚀\n     ^", Pointer("adam 🚀🚀"));
        Assert.Equal("🚀 a\n  ^", new RecipeException("", "🚀\ta", 4).Pointer);
    }

    [Fact]
    public void The_pointer_of_a_long_text_shows_the_neighbourhood()
    {
        string[] lines = Pointer(string.Concat(Enumerable.Repeat("mse + ", 40)) + "msr" + string.Concat(Enumerable.Repeat(" + mse", 40))).Split('\n');
        Assert.True(lines[0].Length <= 122);
        Assert.Equal("msr", lines[0].Substring(lines[1].IndexOf('^'), 3));
    }

    [Fact]
    public void A_text_of_any_length_is_refused_without_effort()
    {
        Assert.Contains("at most 2000", Assert.Throws<RecipeException>(() => Recipe.Parse(new string('(', 1_000_000))).Complaint);
        Assert.Contains("at most 1000", Assert.Throws<RecipeException>(() => TypedFormula.Parse(new string('(', 1_000_000), "x")).Complaint);
    }

    [Property(MaxTest = 2000)]
    public bool Any_text_is_read_or_refused_with_a_place(string? text)
    {
        if (text is null) return true;
        try
        {
            _ = Recipe.Parse(text).ToString();
        }
        catch (RecipeException error)
        {
            return error.Column >= 1 && error.Column <= text.Length + 1 && error.Pointer.Contains('^');
        }

        return true;
    }

    [Property(MaxTest = 2000)]
    public bool A_damaged_recipe_is_read_or_refused_with_a_place(ulong seed, int at, char with)
    {
        string text = new RandomMethods(seed).Recipe().ToString();
        if (text.Length == 0) return true;
        int place = (at & int.MaxValue) % text.Length;
        return Any_text_is_read_or_refused_with_a_place(text[..place] + with + text[(place + 1)..]);
    }

    private static string Pointer(string text) => Assert.Throws<RecipeException>(() => Recipe.Parse(text)).Pointer;
}
