using System.Numerics;
using Gradus.Algebra;

namespace Gradus.Tests.Algebra;

public unsafe class LanesTests
{
    // eˣ turns an absolute error of its argument into a relative one, so a power may lose twice what the others do.
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
