using System.Numerics;
using Gradus.Algebra;
using Gradus.Drivers;
using Gradus.Losses;
using Gradus.Metadata;

namespace Gradus.Tests.Drivers;

[Collection(TeamSize.Name)]
public unsafe class PointwiseDriverTests
{
    public static TheoryData<string> Losses { get; } =
        [.. Catalog.Losses.Select(entry => entry.Create()).Where(loss => loss is IPointwiseLoss).Select(Notation.Print)];

    private static readonly Width[] s_widths = [Width.Widest, Width.Bits128, Width.Bits256, Width.Bits512];

    [Theory, MemberData(nameof(Losses))]
    public void Every_width_gives_what_single_elements_give(string loss)
    {
        foreach (int count in (int[])[0, 1, 7, 15, 16, 17, 1000, 40_000])
        {
            Result<double> one = Run<double>(loss, count, Width.Scalar);
            Result<float> single = Run<float>(loss, count, Width.Scalar);
            foreach (Width width in s_widths)
            {
                one.Near(Run<double>(loss, count, width), 1e-13, $"{count} doubles, {width}");
                single.Near(Run<float>(loss, count, width), 1e-6, $"{count} floats, {width}");
            }
        }
    }

    [Theory, MemberData(nameof(Losses))]
    public void The_size_of_the_team_changes_no_bit(string loss)
    {
        Result<float>[] results = new Result<float>[3];
        for (int size = 1; size <= 3; size++) TeamSize.Of(size, () => results[size - 1] = Run<float>(loss, 100_001, Width.Widest));
        foreach (Result<float> other in results[1..]) results[0].Near(other, 0, "team");
    }

    [Theory, MemberData(nameof(Losses))]
    public void What_is_not_wanted_changes_nothing_of_the_rest(string loss)
    {
        Result<double> all = Run<double>(loss, 1003, Width.Widest);
        for (int wanted = 0; wanted < 8; wanted++)
        {
            Result<double> some = Run<double>(loss, 1003, Width.Widest, (wanted & 1) != 0, (wanted & 2) != 0, (wanted & 4) != 0);
            Assert.Equal(all.Sum, some.Sum, 1e-10);
            if ((wanted & 1) != 0) Near.Equal(all.Values, some.Values, 1e-15);
            if ((wanted & 2) != 0) Near.Equal(all.Slopes, some.Slopes, 1e-15);
            if ((wanted & 4) != 0) Near.Equal(all.TargetSlopes, some.TargetSlopes, 1e-15);
        }
    }

    [Fact]
    public void The_slope_may_take_the_place_of_the_prediction()
    {
        using Memory<float> x = Memory<float>.Random(1003, 1), y = Memory<float>.Random(1003, 2), slope = new(1003, _ => 0);
        Pairs<float> pairs = new() { Prediction = x.Pointer, Target = y.Pointer, Slope = slope.Pointer, Scale = 0.5 };
        double sum = PointwiseDriver.Run(new Huber(0.5), pairs, 1003);
        pairs.Slope = x.Pointer;
        Assert.Equal(sum, PointwiseDriver.Run(new Huber(0.5), pairs, 1003));
        Assert.Equal(slope.Numbers, x.Numbers);
    }

    [Fact]
    public void The_mean_of_ten_million_floats_keeps_six_digits()
    {
        const int Count = 10_000_000;
        using Memory<float> x = Memory<float>.Random(Count, 3), y = new(Count, _ => 0);
        double exact = x.Numbers.Sum(value => value * value) / Count;
        double mean = PointwiseDriver.Run(new Mse(), new Pairs<float> { Prediction = x.Pointer, Target = y.Pointer }, Count) / Count;
        Assert.Equal(1, mean / exact, 1e-6);
    }

    [Fact]
    public void What_a_loss_throws_on_a_helpers_thread_surfaces()
    {
        int caller = Environment.CurrentManagedThreadId;
        using ManualResetEventSlim thrown = new();
        using Memory<float> x = Memory<float>.Random(100_000, 1);
        TeamSize.Of(3, () =>
        {
            Pairs<float> pairs = new() { Prediction = x.Pointer, Target = x.Pointer };
            InvalidOperationException said = Assert.Throws<InvalidOperationException>(() => PointwiseDriver.Run(new Picky(caller, thrown), pairs, 100_000));
            Assert.Equal("A part of the sweep failed: Not on this thread.", said.Message);
            Assert.IsType<NotSupportedException>(said.InnerException);
            Assert.Equal(0, PointwiseDriver.Run(new Mse(), pairs, 100_000));
        });
    }

    [Fact]
    public void What_a_loss_throws_on_the_callers_thread_surfaces_and_the_team_goes_on()
    {
        using Memory<float> x = Memory<float>.Random(100_000, 1);
        TeamSize.Of(3, () =>
        {
            Pairs<float> pairs = new() { Prediction = x.Pointer, Target = x.Pointer };
            Assert.ThrowsAny<Exception>(() => PointwiseDriver.Run(new Picky(0, null), pairs, 100_000));
            Assert.Equal(0, PointwiseDriver.Run(new Mse(), pairs, 100_000));
        });
    }

    [Fact]
    public void Callers_on_several_threads_get_each_their_own_result() => TeamSize.Of(3, () =>
    {
        double[] expected = [.. Enumerable.Range(0, 6).Select(Sum)];
        Parallel.For(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 6 }, call => Assert.Equal(expected[call % 6], Sum(call % 6)));

        static double Sum(int seed)
        {
            using Memory<float> x = Memory<float>.Random(70_000, (ulong)seed), y = Memory<float>.Random(70_000, 99);
            return PointwiseDriver.Run(new Huber(), new Pairs<float> { Prediction = x.Pointer, Target = y.Pointer }, 70_000);
        }
    });

    private static Result<E> Run<E>(string loss, int count, Width width, bool value = true, bool slope = true, bool targetSlope = true)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        IPointwiseLoss pointwise = (IPointwiseLoss)Notation.ParseLoss(loss);
        using Memory<double> numbers = Memory<double>.Random(count, 1, 3);
        using Memory<E> x = new(count, i => Within(pointwise.PredictionRange, numbers.Pointer[i])), y = new(count, i => i % 2);
        using Memory<E> values = new(count, _ => 0), slopes = new(count, _ => 0), targetSlopes = new(count, _ => 0);
        Pairs<E> pairs = new()
        {
            Prediction = x.Pointer, Target = y.Pointer, Scale = 0.7,
            Value = value ? values.Pointer : null,
            Slope = slope ? slopes.Pointer : null,
            TargetSlope = targetSlope ? targetSlopes.Pointer : null,
        };
        double sum = PointwiseDriver.Run(pointwise, pairs, count, width);
        return new(sum, values.Numbers, slopes.Numbers, targetSlopes.Numbers);
    }

    /// <summary>A number between −3 and 3, moved into a range.</summary>
    private static double Within(ParameterRange range, double x) =>
        double.IsFinite(range.Max) ? range.Min + (range.Max - range.Min) * (0.5 + 0.16 * x)
        : double.IsFinite(range.Min) ? range.Min + 0.1 + Math.Abs(x)
        : x;

    private sealed record Result<E>(double Sum, double[] Values, double[] Slopes, double[] TargetSlopes)
    {
        public void Near(Result<E> other, double tolerance, string of)
        {
            Drivers.Near.Equal([Sum], [other.Sum], tolerance, $"{of}, sum");
            Drivers.Near.Equal(Values, other.Values, tolerance, $"{of}, values");
            Drivers.Near.Equal(Slopes, other.Slopes, tolerance, $"{of}, slopes");
            Drivers.Near.Equal(TargetSlopes, other.TargetSlopes, tolerance, $"{of}, slopes by target");
        }
    }

    /// <summary>Works on one thread only, and there only after it has thrown on another.</summary>
    private readonly record struct Picky(int Thread, ManualResetEventSlim? Thrown) : IPointwiseLoss<Picky>
    {
        public T At<T>(T ŷ, T y) where T : struct, IReal<T>
        {
            if (Environment.CurrentManagedThreadId == Thread)
            {
                Thrown?.Wait(TimeSpan.FromSeconds(30));
                return ŷ;
            }

            Thrown?.Set();
            throw new NotSupportedException("Not on this thread.");
        }
    }
}
