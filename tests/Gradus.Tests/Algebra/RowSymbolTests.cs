using Gradus.Algebra;
using Gradus.Algebra.Printing;

namespace Gradus.Tests.Algebra;

public sealed class RowSymbolTests
{
    private static readonly Symbol s_x = Symbol.Variable("x"), s_q = Symbol.Variable("q");

    [Fact]
    public void Sums_and_maxima_print_as_people_write_them()
    {
        Symbol mean = Row.Mean(s_x * s_q) - Symbol.Fixed(Symbol.Largest(s_x));
        Assert.Equal("Σ(x·q) / n − max(x)", mean.ToString());
        Assert.Equal(@"\frac{\sum\left(x\,q\right)}{n} - \max\left(x\right)", FormulaStyle.Latex.Print(mean));
        Symbol pairs = Symbol.Sum(Symbol.Firsts(s_x) - Symbol.Seconds(s_x));
        Assert.Equal("Σ(xᵢ − xⱼ)", pairs.ToString());
        Assert.Equal(@"\sum\left(x_{i} - x_{j}\right)", FormulaStyle.Latex.Print(pairs));
    }

    [Fact]
    public void The_sum_of_one_number_is_that_number_at_every_place() =>
        Assert.Equal("n·max(x)", Symbol.Sum(Symbol.Largest(s_x)).ToString());

    [Fact]
    public void A_row_becomes_one_number_in_TorchScript()
    {
        TorchScriptFunction script = TorchScript.OfRows("loss", ["x", "q"], -Symbol.Sum(s_q * Row.LogSoftmax(s_x)));
        Assert.Equal("""
            def loss(x: Tensor, q: Tensor) -> Tensor:
                t0 = torch.amax(x, [-1], True)
                t1 = t0.detach()
                t2 = x - t1
                t3 = torch.exp(t2)
                t4 = torch.sum(t3, -1, True)
                t5 = torch.log(t4)
                t6 = t2 - t5
                t7 = q * t6
                t8 = torch.sum(t7, -1, True)
                t9 = -t8
                return t9.squeeze(-1)

            """, script.Source);
        Assert.Throws<ArgumentException>(() => TorchScript.OfRows("loss", ["x"], Symbol.Exp(s_x)));
    }
}
