using Gradus.Algebra;

namespace Gradus.Tests.Algebra;

public class DualTests
{
    [Theory, MemberData(nameof(Functions.Names), MemberType = typeof(Functions))]
    public void The_derivative_in_either_argument_is_the_limit_of_differences(string name)
    {
        Func<Scalar<double>, Scalar<double>, Scalar<double>> f = Functions.Named<Scalar<double>>(name);
        Func<Dual<Scalar<double>>, Dual<Scalar<double>>, Dual<Scalar<double>>> dual = Functions.Named<Dual<Scalar<double>>>(name);
        for (int i = 0; i < 40; i++)
        {
            double x = Functions.Input(2 * i), y = Functions.Input(2 * i + 1);
            const double h = 1e-6;
            double byX = (f(new(x + h), new(y)).Value - f(new(x - h), new(y)).Value) / (2 * h);
            double byY = (f(new(x), new(y + h)).Value - f(new(x), new(y - h)).Value) / (2 * h);
            Dual<Scalar<double>> alongX = dual(Dual<Scalar<double>>.Variable(new(x)), Dual<Scalar<double>>.Fixed(new(y)));
            Dual<Scalar<double>> alongY = dual(Dual<Scalar<double>>.Fixed(new(x)), Dual<Scalar<double>>.Variable(new(y)));

            Assert.Equal(f(new(x), new(y)), alongX.Value);
            Assert.Equal(byX, alongX.Slope.Value, 1e-7 * Math.Max(1, Math.Abs(byX)));
            Assert.Equal(byY, alongY.Slope.Value, 1e-7 * Math.Max(1, Math.Abs(byY)));
        }
    }

    [Fact]
    public void Abs_has_slope_zero_at_zero() => Assert.Equal(0, Slope(x => Dual<Scalar<double>>.Abs(x), 0));

    [Fact]
    public void A_tie_of_min_or_max_has_the_mean_slope()
    {
        Assert.Equal(0.5, Slope(x => Dual<Scalar<double>>.Max(x, Dual<Scalar<double>>.Constant(1)), 1));
        Assert.Equal(0.5, Slope(x => Dual<Scalar<double>>.Min(x, Dual<Scalar<double>>.Constant(1)), 1));
    }

    [Fact]
    public void A_power_with_constant_exponent_is_differentiable_at_zero()
    {
        Assert.Equal(0, Slope(x => Dual<Scalar<double>>.Pow(x, Dual<Scalar<double>>.Constant(2)), 0));
        Assert.Equal(0, Slope(x => Dual<Scalar<double>>.Pow(x, Dual<Scalar<double>>.Constant(0)), 0));
    }

    [Fact]
    public void Smooth_functions_made_of_pieces_have_their_slope_where_the_pieces_meet()
    {
        Assert.Equal(0.25, Slope(Real.Sigmoid, 0));
        Assert.Equal(0.5, Slope(Real.Softplus, 0));
        Assert.Equal(1, Slope(x => Dual<Scalar<double>>.Expm1(x), 0));
    }

    [Fact]
    public void A_power_less_one_keeps_the_digits_of_small_exponents()
    {
        Assert.Equal(1e-20, Expm1(1e-20));
        Assert.Equal(1e-12, Expm1(1e-12), 1e-24);
        Assert.Equal(-1, Expm1(-800));
    }

    private static double Expm1(double x) => Expm1<Scalar<double>>(new(x)).Value;

    private static T Expm1<T>(T x) where T : struct, IReal<T> => T.Expm1(x);

    private static double Slope(Func<Dual<Scalar<double>>, Dual<Scalar<double>>> f, double x) =>
        f(Dual<Scalar<double>>.Variable(new(x))).Slope.Value;
}
