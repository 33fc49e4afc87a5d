using Gradus.Algebra;
using Gradus.Drivers;
using Gradus.Losses;

namespace Gradus.Tests.Losses;

/// <summary>The example of docs/extending.md: a formula is all that a new loss needs.</summary>
[Method("fair", "between squared and absolute error, smooth throughout",
    Choose = "Regression with a few outliers.", Source = "Fair 1974")]
public readonly record struct Fair(
    [Param("error at which the loss bends", Min = 0, AboveMin = true)] double Scale = 1) : IPointwiseLoss<Fair>
{
    public Fair() : this(Scale: 1) { }

    public T At<T>(T ŷ, T y) where T : struct, IReal<T>
    {
        T r = T.Abs(ŷ - y) / T.Parameter(Scale);
        return r - T.Log1p(r);
    }
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
                double sum = PointwiseDriver.Run(new Fair(2), new Pairs<double> { Prediction = p, Target = t, Slope = s, Scale = 1 }, Count, width);
                Assert.Equal(prediction.Sum(x => Math.Abs(x) / 2 - double.LogP1(Math.Abs(x) / 2)), sum, 1e-12);
            }

            for (int i = 0; i < Count; i++) Assert.Equal(prediction[i] / 4 / (1 + Math.Abs(prediction[i]) / 2), slope[i], 1e-14);
        }
    }

    [Fact]
    public void A_loss_of_ones_own_prints_itself()
    {
        string formula = new Fair(2).At(Symbol.Variable("ŷ"), Symbol.Variable("y")).ToString();
        Assert.Equal("|ŷ − y| / c − log(1 + |ŷ − y| / c)", formula);
    }

    [Fact]
    public void The_derivative_of_Huber_reads_as_people_write_it()
    {
        Dual<Symbol> both = new Huber(2).At(Dual<Symbol>.Variable(Symbol.Variable("ŷ")), Dual<Symbol>.Fixed(Symbol.Variable("y")));
        Assert.Equal("where(|ŷ − y| < δ, ŷ − y, δ·sign(ŷ − y))", both.Slope.ToString());
    }
}
