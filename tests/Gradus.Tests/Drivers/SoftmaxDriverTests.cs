using System.Numerics;
using Gradus.Drivers;
using Gradus.Losses;

namespace Gradus.Tests.Drivers;

[Collection(TeamSize.Name)]
public unsafe class SoftmaxDriverTests
{
    private static readonly Width[] s_widths = [Width.Scalar, Width.Bits128, Width.Bits256, Width.Bits512, Width.Widest];

    public static TheoryData<int> ClassCounts { get; } = [1, 2, 10, 16, 17, 1000, 32_768];

    [Theory, MemberData(nameof(ClassCounts))]
    public void Value_and_gradient_are_those_of_the_definition(int classes)
    {
        foreach ((double smoothing, bool weighted) in ((double, bool)[])[(0, false), (0.1, false), (0, true), (0.1, true)])
        {
            foreach (bool spread in (bool[])[false, true])
            {
                Problem<double> problem = new(classes > 1000 ? 3 : 5, classes, spread, smoothing, weighted);
                Problem<float> single = new(problem.Count, classes, spread, smoothing, weighted);
                foreach (Reduction reduction in (Reduction[])[Reduction.Mean, Reduction.Sum])
                {
                    (double value, double[] gradient) = problem.Defined(reduction);
                    foreach (Width width in classes > 1000 ? s_widths[4..] : s_widths)
                    {
                        string what = $"{classes} classes, ε {smoothing}, weighted {weighted}, spread {spread}, {reduction}, {width}";
                        Check(problem.Run(reduction, width), value, gradient, 1e-12, what);
                        Check(single.Run(reduction, width), value, gradient, 2e-6, what + ", float");
                    }
                }
            }
        }
    }

    [Fact]
    public void The_gradient_may_take_the_place_of_the_logits()
    {
        foreach (bool spread in (bool[])[false, true])
        {
            Problem<float> problem = new(40, 17, spread, 0.1, true);
            (double value, double[] gradient) = problem.Run(Reduction.Mean, Width.Widest);
            (double value2, double[] gradient2) = problem.Run(Reduction.Mean, Width.Widest, inPlace: true);
            Assert.Equal((value, 17 * 40), (value2, gradient2.Length));
            Assert.Equal(gradient, gradient2);
        }
    }

    [Fact]
    public void The_size_of_the_team_changes_no_bit()
    {
        Problem<float> problem = new(301, 129, false, 0, true);
        List<(double Value, double[] Gradient)> results = [];
        for (int size = 1; size <= 3; size++) TeamSize.Of(size, () => results.Add(problem.Run(Reduction.Mean, Width.Widest)));
        Assert.All(results, result => Assert.Equal(results[0].Value, result.Value));
        Assert.All(results, result => Assert.Equal(results[0].Gradient, result.Gradient));
    }

    [Fact]
    public void Logits_shifted_by_a_thousand_cost_the_same()
    {
        Problem<double> near = new(5, 20, false, 0, false), far = new(5, 20, false, 0, false, shift: 1000);
        Assert.Equal(near.Run(Reduction.Mean, Width.Widest).Value, far.Run(Reduction.Mean, Width.Widest).Value, 1e-12);
    }

    [Fact]
    public void A_maximum_in_any_block_of_a_long_row_is_found()
    {
        // 128 registers are looked at together: 16 lanes make 2048 floats.
        foreach (int at in (int[])[0, 1, 2047, 2048, 4095, 4096, 4999])
        {
            using Memory<float> x = new(5000, i => i == at ? 3e4 : i % 7 == 0 ? double.NegativeInfinity : -1e4), gradient = new(5000, _ => 0);
            long target = at;
            Rows<float> rows = new() { Count = 1, Classes = 5000, Logits = x.Pointer, Target = &target, Gradient = gradient.Pointer };
            Assert.Equal(0, SoftmaxDriver.Run(new CrossEntropy(), rows, Reduction.Sum), 1e-6);
            Assert.All(gradient.Numbers, slope => Assert.Equal(0, slope, 1e-6));
        }
    }

    [Fact]
    public void A_row_that_is_masked_at_first_counts_from_where_it_begins()
    {
        using Memory<float> x = new(5000, i => i < 4500 ? double.NegativeInfinity : 1), gradient = new(5000, _ => 0);
        long target = 4700;
        Rows<float> rows = new() { Count = 1, Classes = 5000, Logits = x.Pointer, Target = &target, Gradient = gradient.Pointer };
        Assert.Equal(Math.Log(500), SoftmaxDriver.Run(new CrossEntropy(), rows, Reduction.Sum), 1e-5);
        Assert.All(gradient.Numbers[..4500], slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void Ignored_rows_count_for_nothing_and_a_wrong_class_is_named()
    {
        using Memory<double> x = Memory<double>.Random(12, 1), gradient = new(12, _ => 9);
        long[] targets = [1, -100, 2, 0];
        fixed (long* target = targets)
        {
            Rows<double> rows = new() { Count = 4, Classes = 3, Logits = x.Pointer, Target = target, Gradient = gradient.Pointer };
            SoftmaxDriver.Run(new CrossEntropy(), rows, Reduction.Mean);
            Assert.Equal([0, 0, 0], gradient.Numbers[3..6]);
            targets[2] = 3;
            Assert.StartsWith("Row 2 has target class 3", Assert.Throws<ArgumentException>(() => SoftmaxDriver.Run(new CrossEntropy(), rows, Reduction.Mean)).Message, StringComparison.Ordinal);
        }
    }

    private static void Check((double Value, double[] Gradient) found, double value, double[] gradient, double tolerance, string what)
    {
        Near.Equal([value], [found.Value], tolerance, what);
        Near.Equal(gradient, found.Gradient, tolerance, what);
    }

    private sealed class Problem<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        private readonly double[] _logits, _distribution;
        private readonly long[]? _targets;
        private readonly double[]? _weights;
        private readonly double _smoothing;
        private readonly int _classes;

        public Problem(int count, int classes, bool spread, double smoothing, bool weighted, double shift = 0)
        {
            (Count, _classes, _smoothing) = (count, classes, smoothing);
            SplitMix64 random = new((ulong)classes);
            _logits = [.. Enumerable.Range(0, count * classes).Select(_ => shift + (float)(6 * random.NextUniform()))];
            _distribution = [.. Enumerable.Range(0, count * classes).Select(_ => (double)(float)(random.NextUniform() / classes))];
            _targets = spread ? null : [.. Enumerable.Range(0, count).Select(_ => (long)(random.NextBits() % (ulong)classes))];
            _weights = weighted ? [.. Enumerable.Range(0, classes).Select(c => 0.25 + c % 4)] : null;
        }

        public int Count { get; }

        public (double Value, double[] Gradient) Run(Reduction reduction, Width width, bool inPlace = false)
        {
            using Memory<E> x = new(_logits.Length, i => _logits[i]), q = new(_logits.Length, i => _distribution[i]), gradient = new(_logits.Length, _ => 0);
            fixed (long* targets = _targets)
            {
                Rows<E> rows = new()
                {
                    Count = Count, Classes = _classes, Logits = x.Pointer, Target = targets,
                    Distribution = _targets is null ? q.Pointer : null,
                    Gradient = inPlace ? x.Pointer : gradient.Pointer,
                };
                double value = SoftmaxDriver.Run(new CrossEntropy(_smoothing, _weights), rows, reduction, width);
                return (value, (inPlace ? x : gradient).Numbers);
            }
        }

        /// <summary>−Σ w q log p and its gradient, as the definition says, in double precision.</summary>
        public (double Value, double[] Gradient) Defined(Reduction reduction)
        {
            double value = 0, mass = 0;
            double[] gradient = new double[_logits.Length];
            for (int row = 0; row < Count; row++)
            {
                double[] x = _logits[(row * _classes)..((row + 1) * _classes)];
                double max = x.Max(), log = max + Math.Log(x.Sum(logit => Math.Exp(logit - max)));
                double[] a = new double[_classes];
                for (int c = 0; c < _classes; c++)
                {
                    double q = _targets is null ? _distribution[row * _classes + c] : _targets[row] == c ? 1 : 0;
                    a[c] = ((1 - _smoothing) * q + _smoothing / _classes) * (_weights?[c] ?? 1);
                }

                double pull = a.Sum();
                for (int c = 0; c < _classes; c++)
                {
                    value -= a[c] * (x[c] - log);
                    gradient[row * _classes + c] = Math.Exp(x[c] - log) * pull - a[c];
                }

                mass += _targets is null ? 1 : _weights?[_targets[row]] ?? 1;
            }

            return reduction == Reduction.Sum ? (value, gradient) : (value / mass, [.. gradient.Select(slope => slope / mass)]);
        }
    }
}
