using System.Numerics;
using Gradus.Algebra;
using Gradus.Drivers;
using Gradus.Losses;

namespace Gradus.Tests.Drivers;

/// <summary>Losses that scale their logits, add offsets and take margins off, against plain ones on logits moved by hand.</summary>
[Collection(TeamSize.Name)]
public unsafe class MovedLogitsTests
{
    private const double Scale = 2.5;

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(16)]
    [InlineData(47)]
    [InlineData(300)]
    public void Moving_inside_the_sweep_is_moving_before_it(int classes)
    {
        foreach (bool spread in (bool[])[false, true])
        {
            foreach (double smoothing in (double[])[0, 0.1])
            {
                foreach (int parts in (int[])[1, 2, 3, 4, 7])
                {
                    foreach (Width width in (Width[])[Width.Scalar, Width.Bits128, Width.Bits256, Width.Bits512])
                    {
                        string what = $"{classes} classes, spread {spread}, ε {smoothing}, moved by {parts}, {width}";
                        Same<double>(classes, spread, smoothing, parts, width, 1e-13, what);
                        Same<float>(classes, spread, smoothing, parts, width, 4e-6, what + ", float");
                    }
                }
            }
        }
    }

    [Fact]
    public void Margins_of_a_whole_distribution_on_one_class_are_those_of_the_class()
    {
        using Memory<double> x = Memory<double>.Random(40, 1, 3), one = new(40, _ => 0), two = new(40, _ => 0);
        using Memory<double> q = new(40, i => i % 10 == i / 10 ? 1 : 0);
        long[] classes = [0, 1, 2, 3];
        fixed (long* target = classes)
        {
            Rows<double> rows = new() { Count = 4, Classes = 10, Logits = x.Pointer, Target = target, Gradient = one.Pointer };
            Moving loss = new(10, 7, 0);
            double value = SoftmaxDriver.Run(loss, rows, Reduction.Mean);
            Assert.Equal(value, SoftmaxDriver.Run(loss, rows with { Target = null, Distribution = q.Pointer, Gradient = two.Pointer }, Reduction.Mean), 1e-14);
            Near.Equal(one.Numbers, two.Numbers, 1e-14);
        }
    }

    [Fact]
    public void Offsets_for_another_number_of_classes_are_refused()
    {
        using Memory<double> x = Memory<double>.Random(8, 1);
        long target = 0;
        Rows<double> rows = new() { Count = 1, Classes = 8, Logits = x.Pointer, Target = &target };
        ArgumentException said = Assert.Throws<ArgumentException>(() => SoftmaxDriver.Run(new Moving(7, 2, 0), rows, Reduction.Mean));
        Assert.Equal("7 offsets were given for predictions of 8 classes; give one offset for each class.", said.Message);
    }

    private static void Same<E>(int classes, bool spread, double smoothing, int parts, Width width, double tolerance, string what)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        const int Count = 21;
        Moving loss = new(classes, parts, smoothing);
        SplitMix64 random = new(5);
        double[] numbers = [.. Enumerable.Range(0, Count * classes).Select(_ => (double)(float)random.NextNormal())];
        double[] shares = [.. Enumerable.Range(0, Count * classes).Select(_ => (double)(float)(random.NextUniform() / classes))];
        long[] targets = [.. Enumerable.Range(0, Count).Select(row => (long)(row * 7 % classes))];
        double s = loss.Scale;
        double Moved(int i)
        {
            int row = i / classes, c = i % classes;
            double share = spread ? shares[i] : targets[row] == c ? 1 : 0;
            return s * (numbers[i] + (loss.Offsets(classes)?[c] ?? 0) - share * (loss.Margins(classes)?[c] ?? 0));
        }

        using Memory<E> x = new(numbers.Length, i => numbers[i]), q = new(shares.Length, i => shares[i]), gradient = new(numbers.Length, _ => 0);
        using Memory<double> moved = new(numbers.Length, Moved), sharesToo = new(shares.Length, i => shares[i]), expected = new(numbers.Length, _ => 0);
        fixed (long* target = targets)
        {
            double value = SoftmaxDriver.Run(new CrossEntropy(smoothing), new Rows<double>
            {
                Count = Count, Classes = classes, Logits = moved.Pointer, Gradient = expected.Pointer,
                Target = spread ? null : target, Distribution = spread ? sharesToo.Pointer : null,
            }, Reduction.Mean);
            double found = SoftmaxDriver.Run(loss, new Rows<E>
            {
                Count = Count, Classes = classes, Logits = x.Pointer, Gradient = gradient.Pointer,
                Target = spread ? null : target, Distribution = spread ? q.Pointer : null,
            }, Reduction.Mean, width);
            Near.Equal([value], [found], tolerance, what);
            Near.Equal([.. expected.Numbers.Select(slope => s * slope)], gradient.Numbers, tolerance, what);
        }
    }

    /// <summary>Cross-entropy with any of scale (1), offsets (2) and margins (4).</summary>
    private readonly record struct Moving(int Made, int Parts, double Smoothing) : ISoftmaxLoss<Moving>
    {
        public double LabelSmoothing => Smoothing;

        public IReadOnlyList<double>? ClassWeights => null;

        public int IgnoreIndex => -100;

        public double Scale => (Parts & 1) != 0 ? MovedLogitsTests.Scale : 1;

        public IReadOnlyList<double>? Offsets(int classes) => (Parts & 2) != 0 ? [.. Enumerable.Range(0, Made).Select(c => 0.25 * (c % 5) - 0.5)] : null;

        public IReadOnlyList<double>? Margins(int classes) => (Parts & 4) != 0 ? [.. Enumerable.Range(0, Made).Select(c => 0.125 * (1 + c % 3))] : null;

        public T At<T>(T logProbability) where T : struct, IReal<T> => -logProbability;
    }
}
