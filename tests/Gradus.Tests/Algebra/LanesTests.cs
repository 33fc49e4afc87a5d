using System.Numerics;
using Gradus.Algebra;

namespace Gradus.Tests.Algebra;

public unsafe class LanesTests
{
    private const double Single = 4e-7, Double = 2e-15;

    [Theory, MemberData(nameof(Functions.Names), MemberType = typeof(Functions))]
    public void Registers_of_every_width_agree_with_plain_floats(string name)
    {
        Agree<Lanes128<float>, float>(name, Single);
        Agree<Lanes256<float>, float>(name, Single);
        Agree<Lanes512<float>, float>(name, Single);
    }

    [Theory, MemberData(nameof(Functions.Names), MemberType = typeof(Functions))]
    public void Registers_of_every_width_agree_with_plain_doubles(string name)
    {
        Agree<Lanes128<double>, double>(name, Double);
        Agree<Lanes256<double>, double>(name, Double);
        Agree<Lanes512<double>, double>(name, Double);
    }

    public static TheoryData<string> AtTheEdges => ["sqrt", "exp", "log", "log1p", "tanh", "tanh of the negative", "abs of the negative", "min", "max", "softplus", "sigmoid"];

    [Theory, MemberData(nameof(AtTheEdges))]
    public void Registers_agree_with_plain_numbers_at_the_edges(string name)
    {
        double[] edges = [0, 1e-30, 1e-3, 15, 80, 1000, double.PositiveInfinity, double.NaN];
        Edges<Lanes128<float>, float>(name, edges);
        Edges<Lanes256<float>, float>(name, edges);
        Edges<Lanes512<float>, float>(name, edges);
        Edges<Lanes128<double>, double>(name, edges);
        Edges<Lanes256<double>, double>(name, edges);
        Edges<Lanes512<double>, double>(name, edges);
    }

    [Fact]
    public void Powers_of_zero_and_to_zero_are_those_of_mathematics()
    {
        Assert.Equal(0, Lanes256<float>.Pow(Lanes256<float>.Constant(0), Lanes256<float>.Constant(0.5)).Register[0]);
        Assert.Equal(1, Lanes256<float>.Pow(Lanes256<float>.Constant(0), Lanes256<float>.Constant(0)).Register[0]);
        Assert.Equal(1, Lanes256<double>.Pow(Lanes256<double>.Constant(7), Lanes256<double>.Constant(0)).Register[0]);
    }

    [Fact]
    public void Log1p_keeps_the_digits_that_one_plus_x_loses()
    {
        Assert.Equal(1e-20, Scalar<double>.Log1p(new(1e-20)).Value);
        Assert.Equal(1e-10 - 5e-21, Scalar<double>.Log1p(new(1e-10)).Value, 1e-25);
    }

    [Fact]
    public void Sum_and_largest_look_at_every_lane()
    {
        SumAndLargest<Lanes128<float>, float>();
        SumAndLargest<Lanes256<double>, double>();
        SumAndLargest<Lanes512<float>, float>();
        SumAndLargest<Scalar<double>, double>();
    }

    private static void Edges<L, E>(string name, double[] edges)
        where L : unmanaged, ILanes<L, E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        Func<L, L, L> lanes = Functions.Named<L>(name);
        Func<Scalar<E>, Scalar<E>, Scalar<E>> plain = Functions.Named<Scalar<E>>(name);
        E* result = stackalloc E[L.Count];
        foreach (double x in edges)
        {
            lanes(L.Constant(x), L.Constant(1)).Store(result);
            double expected = double.CreateChecked(plain(Scalar<E>.Constant(x), Scalar<E>.Constant(1)).Value);
            double actual = double.CreateChecked(result[L.Count - 1]);
            Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= Single * Math.Abs(expected),
                $"{name}({x}, 1) is {actual} in {typeof(L)}, and {expected} plainly.");
        }
    }

    private static void SumAndLargest<L, E>()
        where L : unmanaged, ILanes<L, E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        E* numbers = stackalloc E[L.Count];
        for (int i = 0; i < L.Count; i++) numbers[i] = E.CreateChecked((i * 5 % L.Count) + 1);
        Assert.Equal(E.CreateChecked(L.Count * (L.Count + 1) / 2), L.Load(numbers).Sum());
        Assert.Equal(E.CreateChecked(L.Count), L.Load(numbers).Largest());
    }

    private static void Agree<L, E>(string name, double tolerance)
        where L : unmanaged, ILanes<L, E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        Func<L, L, L> lanes = Functions.Named<L>(name);
        Func<Scalar<E>, Scalar<E>, Scalar<E>> plain = Functions.Named<Scalar<E>>(name);
        E* x = stackalloc E[L.Count], y = stackalloc E[L.Count], result = stackalloc E[L.Count];
        for (int round = 0; round < 20; round++)
        {
            for (int i = 0; i < L.Count; i++)
            {
                x[i] = E.CreateTruncating(Functions.Input(2 * (round * L.Count + i)));
                y[i] = E.CreateTruncating(Functions.Input(2 * (round * L.Count + i) + 1));
            }

            lanes(L.Load(x), L.Load(y)).Store(result);
            for (int i = 0; i < L.Count; i++)
            {
                double expected = double.CreateChecked(plain(new(x[i]), new(y[i])).Value);
                double actual = double.CreateChecked(result[i]);
                Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Abs(expected),
                    $"{name}({x[i]}, {y[i]}) is {actual} in {typeof(L)}, and {expected} plainly.");
            }
        }
    }
}
