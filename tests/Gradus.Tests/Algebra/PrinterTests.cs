using Gradus.Algebra;
using Gradus.Losses;

namespace Gradus.Tests.Algebra;

public class PrinterTests
{
    private static readonly Symbol s_x = Symbol.Variable("x"), s_y = Symbol.Variable("y");

    [Fact]
    public void Brackets_stand_where_they_are_needed_and_nowhere_else()
    {
        Assert.Equal("x + y·(x − y)", (s_x + s_y * (s_x - s_y)).ToString());
        Assert.Equal("x − (y + x)", (s_x - (s_y + s_x)).ToString());
        Assert.Equal("x + y − x", (s_x + s_y - s_x).ToString());
        Assert.Equal("(x + y)²", ((s_x + s_y) * (s_x + s_y)).ToString());
        Assert.Equal("(x + y) / (x·y)", ((s_x + s_y) / (s_x * s_y)).ToString());
        Assert.Equal("−(x + y)", (-(s_x + s_y)).ToString());
        Assert.Equal("√x + √(x + y)", (Symbol.Sqrt(s_x) + Symbol.Sqrt(s_x + s_y)).ToString());
    }

    [Fact]
    public void A_negative_term_is_subtracted_and_a_subtracted_negative_is_added()
    {
        Symbol seventeen = Symbol.Constant(-17);
        Symbol wave = Symbol.Constant(13) * s_x + seventeen * s_y;
        Assert.Equal("13·x − 17·y", wave.ToString());
        Assert.Equal(@"13\,x - 17\,y", FormulaStyle.Latex.Print(wave));
        Assert.Equal("x + 17·y", (s_x - seventeen * s_y).ToString());
        Assert.Equal("x − 17", (s_x + seventeen).ToString());
        Assert.Equal("x + 17", (s_x - seventeen).ToString());
        Assert.Equal("x − 17 / y", (s_x + seventeen / s_y).ToString());
        Assert.Equal(@"x - \frac{17}{y}", FormulaStyle.Latex.Print(s_x + seventeen / s_y));
        Assert.Equal("x − 17·y·(x + y)", (s_x + seventeen * s_y * (s_x + s_y)).ToString());
        Assert.Equal("−17·y + x", (seventeen * s_y + s_x).ToString());
        Assert.Equal("x − y·17·x", (s_x + s_y * seventeen * s_x).ToString());
        Assert.Equal("y·(−17)·x", (s_y * seventeen * s_x).ToString());
        Assert.Equal(@"y\,\left(-17\right)\,x", FormulaStyle.Latex.Print(s_y * seventeen * s_x));
        Assert.Equal("sin(x)·(−17)^y", (Symbol.Sin(s_x) * Symbol.Pow(seventeen, s_y)).ToString());
    }

    [Fact]
    public void Signs_that_move_leave_the_value_alone()
    {
        // The printed line, read back as a formula, has the value of the expression.
        const double x = 1.7, y = -0.6;
        Symbol seventeen = Symbol.Constant(-17);
        (Symbol Formula, double Value)[] formulas =
        [
            (s_x + seventeen * s_y, x - 17 * y),
            (s_x - s_y * seventeen * s_x, x + y * 17 * x),
            (s_x + seventeen / s_y, x - 17 / y),
            (s_x - (seventeen - s_y) * seventeen, x + (-17 - y) * 17),
            (s_x - -(s_x + s_y) * s_y, x + (x + y) * y),
            (s_x + s_y * (seventeen * (s_x - seventeen)), x - y * 17 * (x + 17)),
            (seventeen * s_y * seventeen - s_y * s_y * seventeen, 289 * y + y * y * 17),
        ];
        Assert.All(formulas, one =>
        {
            string text = one.Formula.ToString().Replace('·', '*').Replace('−', '-').Replace("²", "^2", StringComparison.Ordinal);
            Assert.Equal(one.Value, TypedFormula.Parse(text, "x", "y").At(new Scalar<double>(x), new Scalar<double>(y)).Value, 1e-10);
        });
    }

    [Fact]
    public void Neutral_elements_vanish()
    {
        Assert.Equal("x", (Symbol.Zero + s_x * Symbol.Constant(1)).ToString());
        Assert.Equal("0", (s_x * Symbol.Zero).ToString());
        Assert.Equal("6", (Symbol.Constant(2) * Symbol.Constant(3)).ToString());
    }

    [Fact]
    public void Hyperparameters_print_as_in_papers()
    {
        Assert.Equal("β₁", Symbol.Parameter(0.9, "Beta1").ToString());
        Assert.Equal("(1 − β₁)", Symbol.Parameter(0.1, "1 - Beta1").ToString());
        Assert.Equal(@"\eta", FormulaStyle.Latex.Print(Symbol.Parameter(0.1, "lr")));
    }

    [Fact]
    public void Huber_prints_as_in_the_paper()
    {
        Symbol huber = new Huber(2).At(Symbol.Variable("ŷ"), s_y);
        Assert.Equal("where(|ŷ − y| < δ, ½·|ŷ − y|², δ·(|ŷ − y| − ½·δ))", huber.ToString());
        Assert.Equal(
            @"\begin{cases} \tfrac{1}{2}\,{\left|\hat{y} - y\right|}^{2} & \text{if } \left|\hat{y} - y\right| < \delta \\ \delta\,\left(\left|\hat{y} - y\right| - \tfrac{1}{2}\,\delta\right) & \text{otherwise} \end{cases}",
            FormulaStyle.Latex.Print(huber));
    }

    [Fact]
    public void Latex_writes_fractions_and_powers_of_ten() => Assert.Equal(
        @"\frac{x}{10^{-8} + 2.5 \cdot 10^{-7}\,y}",
        FormulaStyle.Latex.Print(s_x / (Symbol.Constant(1e-8) + Symbol.Constant(2.5e-7) * s_y)));

    [Fact]
    public void A_derivative_is_a_formula_too()
    {
        Dual<Symbol> x = Dual<Symbol>.Variable(s_x);
        Assert.Equal("cos(x)", Dual<Symbol>.Sin(x).Slope.ToString());
        Assert.Equal("exp(x·y)·y", Dual<Symbol>.Exp(x * Dual<Symbol>.Fixed(s_y)).Slope.ToString());
    }

    [Fact]
    public void A_fraction_is_bracketed_before_it_is_raised()
    {
        Symbol z = Real.Square(Symbol.Variable("x") / Symbol.Parameter(2, "Scale"));
        Assert.Equal(@"{\left(\frac{x}{c}\right)}^{2}", FormulaStyle.Latex.Print(z));
        Assert.Equal("(x / c)²", z.ToString());
    }

    [Fact]
    public void A_choice_between_x_and_its_negative_reads_as_its_size()
    {
        Symbol x = Symbol.Variable("x");
        Assert.Equal("−|x|", Symbol.Select(x < Symbol.Zero, x, -x).ToString());
        Assert.Equal("where(x < 1, x, −x)", Symbol.Select(x < Symbol.Constant(1), x, -x).ToString());
    }

    [Fact]
    public void Exponents_with_names_need_no_second_pair_of_brackets()
    {
        Symbol x = Symbol.Variable("x");
        Assert.Equal("x^γ", Symbol.Power(x, 2, "Gamma").ToString());
        Assert.Equal("x^(1 − p)", Symbol.Power(x, 2, "1 - Power").ToString());
        Assert.Equal(@"\exp\left(x\right) - 1", FormulaStyle.Latex.Print(Symbol.Expm1(x)));
    }
}
