using Gradus.Algebra;
using Gradus.Drivers;
using Gradus.Losses;

namespace Gradus.Tests.Losses;

/// <summary>The example of docs/extending.md: a formula is all that a new loss needs.</summary>
[Method("cauchy", "logarithmic beyond small errors",
    Choose = "Regression with gross outliers.", Source = "Black, Anandan 1996")]
public readonly record struct Cauchy(
    [Param("error at which the loss flattens", Min = 0, AboveMin = true)] double Scale = 1) : IPointwiseLoss<Cauchy>
{
    public Cauchy() : this(Scale: 1) { }

    public T At<T>(T ŷ, T y) where T : struct, IReal<T> => T.Log1p(T.Half * Real.Square((ŷ - y) / T.Parameter(Scale)));
}

public sealed unsafe class OwnLossTests
{
    [Fact]
    public void A_loss_of_ones_own_runs_on_every_width_with_its_gradient()
    {
        const int Count = 37;
        double[] prediction = [.. Enumerable.Range(0, Count).Select(i => Math.Sin(i) * 5)], target = new double[Count];
        foreach (Width width in Enum.GetValues<Width>())
        {
            double[] slope = new double[Count];
            fixed (double* p = prediction, t = target, s = slope)
            {
                double sum = PointwiseDriver.Run(new Cauchy(2), new Pairs<double> { Prediction = p, Target = t, Slope = s, Scale = 1 }, Count, width);
                Assert.Equal(prediction.Sum(x => double.LogP1(x * x / 8)), sum, 1e-12);
            }

            for (int i = 0; i < Count; i++) Assert.Equal(prediction[i] / 4 / (1 + prediction[i] * prediction[i] / 8), slope[i], 1e-14);
        }
    }

    [Fact]
    public void A_loss_of_ones_own_prints_itself()
    {
        string formula = new Cauchy(2).At(Symbol.Variable("ŷ"), Symbol.Variable("y")).ToString();
        Assert.Equal("log(1 + ½·((ŷ − y) / Scale)²)", formula);
    }

    [Fact]
    public void The_derivative_of_Huber_reads_as_people_write_it()
    {
        Dual<Symbol> both = new Huber(2).At(Dual<Symbol>.Variable(Symbol.Variable("ŷ")), Dual<Symbol>.Fixed(Symbol.Variable("y")));
        Assert.Equal("where(|ŷ − y| < δ, ŷ − y, δ·sign(ŷ − y))", both.Slope.ToString());
    }
}
