using Gradus.Algebra;

namespace Gradus.Tests.Notations;

public class TypedFormulaTests
{
    [Theory]
    [InlineData("x^2 + 10*sin(y)^2", 4 + 10 * 0.019915)]
    [InlineData("-x^2", -4)]
    [InlineData("2^3^2", 512)]
    [InlineData("x^-1", -0.5)]
    [InlineData("x^3", -8)]
    [InlineData("x^0", 1)]
    [InlineData("(x + y)*(x - y)/2", (4 - 9.0) / 2)]
    [InlineData("1 - 2 - 3", -4)]
    [InlineData("8/4/2", 1)]
    [InlineData("2*-x", 4)]
    [InlineData("--x", -2)]
    [InlineData("where(x < y, 10, 20)", 10)]
    [InlineData("where(x > y, 10, 20)", 20)]
    [InlineData("min(x, y) + max(x, y)", 1)]
    [InlineData("pow(y, 2)", 9)]
    [InlineData("abs(x)^0.5", 1.4142135623730951)]
    [InlineData("log(e) + cos(pi)", 0)]
    [InlineData("log1p(0) + exp(0) + tanh(0) + sqrt(4)", 3)]
    [InlineData("x^pi*0", 0)]
    [InlineData(".5*y + 1e1", 11.5)]
    public void A_formula_has_the_value_that_mathematics_gives_it(string text, double expected) =>
        Assert.Equal(expected, TypedFormula.Parse(text, "x", "y").At<Scalar<double>>(new(-2), new(3)).Value, 1e-5);

    [Fact]
    public void Whole_powers_of_negative_numbers_have_values_and_derivatives_on_every_interpreter()
    {
        TypedFormula cube = TypedFormula.Parse("x^3", "x");
        Dual<Lanes256<float>> value = cube.At(Dual<Lanes256<float>>.Variable(Lanes256<float>.Constant(-2)));
        Assert.Equal(-8, value.Value.Register[0]);
        Assert.Equal(12, value.Slope.Register[7]);
    }

    [Fact]
    public void A_formula_prints_as_latex()
    {
        Symbol formula = TypedFormula.Parse("x^2 + 10*sin(pi*y)^3", "x", "y").Expression;
        Assert.Equal(@"{x}^{2} + 10\,{\sin\left(\pi\,y\right)}^{3}", FormulaStyle.Latex.Print(formula));
        Assert.Equal("x² + 10·sin(π·y)³", formula.ToString());
    }

    [Theory]
    [InlineData("x +", 4, "Found the end, expected a number, a variable (x, y), a function or an opening bracket.")]
    [InlineData("2x", 2, "Write the product out: 2*x.")]
    [InlineData("2(x)", 2, "Write the product out")]
    [InlineData("z", 1, "There is no variable or constant 'z'.")]
    [InlineData("sinus(x)", 1, "There is no function 'sinus'. Did you mean sin?")]
    [InlineData("sin", 1, "sin is a function: write sin(…).")]
    [InlineData("sin(x", 6, "expected ')' to close 'sin('")]
    [InlineData("min(x)", 6, "because min has two arguments")]
    [InlineData("(x", 3, "to close the bracket in column 1")]
    [InlineData("x)", 2, "where the text should end")]
    [InlineData("x y", 3, "where the text should end")]
    [InlineData("where(x, y, 1)", 8, "expected < or >")]
    [InlineData("where(x <= y, 1, 2)", 10, "Compare with < or > alone")]
    [InlineData("x < y", 3, "where the text should end")]
    [InlineData("1e999", 1, "too large")]
    [InlineData("x $ y", 3, "'$' means nothing here.")]
    public void A_bad_formula_is_told_what_is_wrong_and_where(string text, int column, string complaint)
    {
        RecipeException error = Assert.Throws<RecipeException>(() => TypedFormula.Parse(text, "x", "y"));
        Assert.Contains(complaint, error.Complaint, StringComparison.Ordinal);
        Assert.Equal(column, error.Column);
    }

    [Theory, InlineData("("), InlineData("-"), InlineData("sin("), InlineData("2^")]
    public void Nesting_is_bounded(string opening) => Assert.Contains("60 deep",
        Assert.Throws<RecipeException>(() => TypedFormula.Parse(string.Concat(Enumerable.Repeat(opening, 200)), "x")).Complaint);

    [Fact]
    public void The_longest_sum_that_is_read_can_be_evaluated() => Assert.Equal(500,
        TypedFormula.Parse(string.Join('+', Enumerable.Repeat('x', 500)), "x").At(Dual<Lanes512<double>>.Variable(Lanes512<double>.Constant(1))).Slope.Register[0]);

    [Fact]
    public void The_number_of_values_must_fit() =>
        Assert.Throws<ArgumentException>(() => TypedFormula.Parse("x + y", "x", "y").At(new Scalar<double>(1)));
}
