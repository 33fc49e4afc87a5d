using System.Numerics;
using Gradus.Algebra;

namespace Gradus.Tests.Algebra;

/// <summary>The elementary functions of registers, as exact as <see cref="IReal{T}"/>'s documentation promises.</summary>
public unsafe class LaneMathTests
{
    /// <summary>Patterns of 32 bits: floats of every sign and size, subnormal ones, infinities and NaN among them.</summary>
    private const long Stride = 1009;

    public static TheoryData<string, double> SinglePrecision { get; } = new()
    {
        { "exp", 0.99 }, { "log", 0.73 }, { "log1p", 1.4 }, { "tanh", 1.3 }, { "sigmoid", 2.5 }, { "softplus", 1.6 },
    };

    [Theory, MemberData(nameof(SinglePrecision))]
    public void Floats_of_every_size_are_off_by_no_more_than_is_promised(string name, double ulps)
    {
        // Where nothing fuses, each product is rounded once more.
        if (!System.Runtime.Intrinsics.X86.Fma.IsSupported) ulps += 1;
        Dense<Lanes512<float>>(name, ulps);
        Dense<Lanes128<float>>(name, ulps);
    }

    [Theory]
    [InlineData("exp", 1)]
    [InlineData("log", 1)]
    [InlineData("log1p", 2)]
    [InlineData("tanh", 2)]
    public void Doubles_are_off_by_no_more_than_is_promised(string name, double ulps)
    {
        Doubles<Lanes512<double>>(name, ulps);
        Doubles<Lanes256<double>>(name, ulps);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(3.75)]
    [InlineData(-1.5)]
    [InlineData(10)]
    public void Powers_of_floats_are_off_by_two_ulps_at_most(double exponent)
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Fma.IsSupported, "The promise holds where products and sums fuse.");
        Powers<Lanes512<float>>(exponent);
        Powers<Lanes256<float>>(exponent);
    }

    [Fact]
    public void Edges_are_those_of_mathematics()
    {
        Edges<Lanes128<float>, float>();
        Edges<Lanes256<float>, float>();
        Edges<Lanes512<float>, float>();
        Edges<Lanes128<double>, double>();
        Edges<Lanes256<double>, double>();
        Edges<Lanes512<double>, double>();
        Edges<Scalar<double>, double>();
    }

    [Fact]
    public void Exponents_and_scales_are_exact_for_numbers_of_any_size()
    {
        Scales<Lanes128<float>, float>(-149, 127);
        Scales<Lanes256<float>, float>(-149, 127);
        Scales<Lanes512<float>, float>(-149, 127);
        Scales<Scalar<float>, float>(-149, 127);
        Scales<Lanes128<double>, double>(-1074, 1023);
        Scales<Lanes256<double>, double>(-1074, 1023);
        Scales<Lanes512<double>, double>(-1074, 1023);
    }

    private static double Exactly(string name, double x) => name switch
    {
        "exp" => Math.Exp(x),
        "log" => Math.Log(x),
        "log1p" => Log1p(x),
        "tanh" => Math.Tanh(x),
        "sigmoid" => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)),
        "softplus" => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x))),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static double Log1p(double x)
    {
        double u = 1 + x;
        return u <= 0 || double.IsInfinity(u) ? Math.Log(u) : Math.Log(u) + (x - (u - 1)) / u;
    }

    private static Func<L, L> Named<L>(string name) where L : struct, IReal<L> => name switch
    {
        "exp" => L.Exp,
        "log" => L.Log,
        "log1p" => L.Log1p,
        "tanh" => L.Tanh,
        "sigmoid" => Real.Sigmoid,
        "softplus" => Real.Softplus,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static void Dense<L>(string name, double ulps) where L : unmanaged, ILanes<L, float>
    {
        Func<L, L> lanes = Named<L>(name);
        float* x = stackalloc float[L.Count], result = stackalloc float[L.Count];
        for (long bits = 0; bits <= uint.MaxValue; bits += Stride * L.Count)
        {
            for (int i = 0; i < L.Count; i++) x[i] = BitConverter.UInt32BitsToSingle((uint)Math.Min(bits + i * Stride, uint.MaxValue));
            lanes(L.Load(x)).Store(result);
            for (int i = 0; i < L.Count; i++) Check(name, x[i], Exactly(name, x[i]), result[i], ulps);
        }
    }

    private static void Powers<L>(double exponent) where L : unmanaged, ILanes<L, float>
    {
        float* x = stackalloc float[L.Count], result = stackalloc float[L.Count];
        for (uint bits = 0; bits < 0x7F800000; bits += (uint)(Stride * L.Count))
        {
            for (int i = 0; i < L.Count; i++) x[i] = BitConverter.UInt32BitsToSingle(bits + (uint)(i * Stride));
            L.Pow(L.Load(x), L.Constant(exponent)).Store(result);
            for (int i = 0; i < L.Count; i++)
            {
                double exact = Math.Pow(x[i], exponent);
                if (exact is > 1e-38 and < 1e38) Check($"power {exponent} of", x[i], exact, result[i], 2);
            }
        }
    }

    private static void Check(string name, float x, double exact, float found, double ulps)
    {
        float nearest = (float)exact;
        if (found == nearest || (float.IsNaN(found) && float.IsNaN(nearest))) return;
        double ulp = Math.Abs(nearest) < 1.17549435e-38f ? float.Epsilon : Math.ScaleB(1, Math.ILogB(exact) - 23);
        if (!(Math.Abs(found - exact) <= ulps * ulp)) Assert.Fail($"{name}({x:R}) is {found:R}, {Math.Abs(found - exact) / ulp:F2} ulp off {exact:R}");
    }

    private static void Doubles<L>(string name, double ulps) where L : unmanaged, ILanes<L, double>
    {
        Func<L, L> lanes = Named<L>(name);
        double* x = stackalloc double[L.Count], result = stackalloc double[L.Count];
        SplitMix64 random = new(1);
        for (int round = 0; round < 1_000_000 / L.Count; round++)
        {
            for (int i = 0; i < L.Count; i++)
            {
                double some = 2 * random.NextUniform() - 1;
                x[i] = name switch
                {
                    "exp" => 740 * some,
                    "log" => Math.Exp(740 * some),
                    "log1p" => Math.Exp(40 * some) - (round % 2 == 0 ? 0 : Math.Min(Math.Exp(40 * some), 0.9)),
                    _ => 3 * some,
                };
            }

            lanes(L.Load(x)).Store(result);
            for (int i = 0; i < L.Count; i++)
            {
                double exact = Exactly(name, x[i]), ulp = Math.BitIncrement(Math.Abs(exact)) - Math.Abs(exact);
                if (result[i] != exact && !(Math.Abs(result[i] - exact) <= ulps * ulp)) Assert.Fail($"{name}({x[i]:R}) is {result[i]:R}, {Math.Abs(result[i] - exact) / ulp:F2} ulp off {exact:R}");
            }
        }
    }

    private static void Edges<L, E>() where L : unmanaged, ILanes<L, E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        double smallest = double.CreateTruncating(E.Epsilon), infinity = double.PositiveInfinity;
        double log = typeof(E) == typeof(float) ? -103.2789306640625 : -744.4400719213812;
        foreach (double zero in (double[])[0, -0.0])
        {
            Is(1, L.Exp, zero);
            Is(-infinity, L.Log, zero);
            Is(0, L.Log1p, zero);
        }

        Is(0, L.Exp, -infinity);
        Is(0, L.Exp, -1e30);
        Is(infinity, L.Exp, infinity);
        Is(infinity, L.Exp, 1e30);
        Is(double.NaN, L.Exp, double.NaN);
        Is(0, L.Log, 1);
        Is(log, L.Log, smallest);
        Is(infinity, L.Log, infinity);
        Is(double.NaN, L.Log, -smallest);
        Is(double.NaN, L.Log, -infinity);
        Is(double.NaN, L.Log, double.NaN);
        Is(-infinity, L.Log1p, -1);
        Is(double.NaN, L.Log1p, -1.5);
        Is(infinity, L.Log1p, infinity);
        Is(double.NaN, L.Log1p, double.NaN);
        Is(smallest, L.Log1p, smallest);
        Is(double.NaN, L.Tanh, double.NaN);
        Is(-1, L.Tanh, -infinity);
        Is(double.NaN, x => L.Pow(x, L.Two), double.NaN);
        Is(double.NaN, x => L.Pow(L.Two, x), double.NaN);
        Is(double.NaN, x => L.Pow(x, L.Half), -1);
        Is(0, x => L.Pow(x, L.Two), 0);
        Is(infinity, x => L.Pow(x, -L.Two), 0);
        Is(infinity, x => L.Pow(x, L.Two), infinity);
        Is(1, x => L.Pow(x, L.Zero), 0);
        Is(1, x => L.Pow(L.One, x), 1e4);

        static void Is(double expected, Func<L, L> function, double x)
        {
            E* result = stackalloc E[L.Count];
            function(L.Constant(x)).Store(result);
            for (int i = 0; i < L.Count; i++) Assert.Equal(expected, double.CreateTruncating(result[i]));
        }
    }

    private static void Scales<L, E>(int smallest, int largest) where L : unmanaged, ILanes<L, E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        E* result = stackalloc E[L.Count];
        for (int n = smallest; n <= largest; n++)
        {
            L power = L.Constant(Math.ScaleB(1, n));
            L.Exponent(power).Store(result);
            Assert.Equal(E.CreateTruncating(n), result[0]);
            L.Scale(power, L.Constant(-n)).Store(result);
            Assert.Equal(E.One, result[0]);
            L.Scale(L.One, L.Constant(n)).Store(result);
            Assert.Equal(E.CreateTruncating(Math.ScaleB(1, n)), result[0]);
        }
    }
}
