using System.Numerics;
using Gradus.Drivers;
using Gradus.Optimizers;

namespace Gradus.Tests.Optimizers;

/// <summary>Two matrices and a vector on their way down a slope that differs from place to place, by the driver and by hand.</summary>
internal sealed unsafe class ThreeTensors<E> : IDisposable where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private readonly ElementwiseOptimizer _optimizer;
    private readonly UpdateDriver<E> _driver;
    private readonly Drivers.Memory<E>[] _θ, _g, _state;
    private readonly Drivers.Memory<double>[] _carried;
    private readonly Segment<E>[] _segments;

    public ThreeTensors(ElementwiseOptimizer optimizer, Width width = Width.Widest, (int Rows, int Width)[]? shapes = null)
    {
        _optimizer = optimizer;
        _driver = new() { Width = width };
        Shapes = shapes ?? ThreeTensors.Usual;
        int slots = RuleFormula.SlotsOf(optimizer).Count, tensors = Shapes.Length;
        int[] counts = [.. Shapes.Select(shape => Math.Max(1, shape.Rows) * shape.Width)];
        _θ = [.. Enumerable.Range(0, tensors).Select(i => new Drivers.Memory<E>(counts[i], k => ThreeTensors.Start(i, k)))];
        _g = [.. counts.Select(count => new Drivers.Memory<E>(count, _ => 0))];
        _state = [.. counts.Select(count => new Drivers.Memory<E>(slots * (count + 3), at => optimizer.InitialState(at / (count + 3))))];
        _carried = [.. Shapes.Select(shape => new Drivers.Memory<double>(2 * Math.Max(1, shape.Rows), _ => 0))];
        _segments = [.. Enumerable.Range(0, tensors).Select(i => new Segment<E>(_θ[i].Pointer, _g[i].Pointer, _state[i].Pointer, counts[i] + 3, counts[i])
        {
            Rows = Shapes[i].Rows,
            Carried = _carried[i].Pointer,
        })];
    }

    public (int Rows, int Width)[] Shapes { get; }

    public double[][] Weights => [.. _θ.Select(memory => memory.Numbers)];

    public double[][] Gradients => [.. _g.Select(memory => memory.Numbers)];

    /// <summary>All that changes in a step: weights, slots, and what is carried for whole tensors.</summary>
    public double[] Everything => [.. _θ.Concat(_state).SelectMany(memory => memory.Numbers), .. _carried.SelectMany(memory => memory.Numbers)];

    public int Tensors => _θ.Length;

    public void Give(int tensor, int place, double gradient) => _g[tensor].Pointer[place] = E.CreateTruncating(gradient);

    /// <summary>Gradients as they are at the weights in step t.</summary>
    public void Slope(int t)
    {
        for (int i = 0; i < _θ.Length; i++)
        {
            for (int k = 0; k < _θ[i].Count; k++) Give(i, k, ThreeTensors.Slope(t, i, k, double.CreateTruncating(_θ[i].Pointer[k])));
        }
    }

    public string? Step(int t, double factor = 1) => _driver.Step(_optimizer, new(t, _optimizer.Lr * factor) { BaseRate = _optimizer.Lr }, _segments);

    /// <summary>Takes the step from the weights to those to be judged by.</summary>
    public void Average(int t) => _driver.Step(_optimizer.Averaging()!, new(t, _optimizer.Lr), _segments);

    public void Dispose()
    {
        foreach (Drivers.Memory<E> memory in _θ.Concat(_g).Concat(_state)) memory.Dispose();
        foreach (Drivers.Memory<double> memory in _carried) memory.Dispose();
    }
}

/// <summary>The same by hand, element by element.</summary>
internal static class ThreeTensors
{
    public static readonly (int Rows, int Width)[] Usual = [(3, 5), (2, 4), (0, 6)];

    /// <summary>One step by hand: from weights and gradients to weights.</summary>
    public delegate void Hand(int t, double[][] θ, double[][] g);

    public static double Start(int tensor, int place) => 0.2 + Math.Sin(1 + 3 * tensor + 1.7 * place);

    public static double Slope(int t, int tensor, int place, double θ) => (0.4 + 0.3 * ((place * 7 + tensor * 3) % 5)) * θ + 0.5 * Math.Cos(t + 2 * place + tensor);

    public static ElementwiseOptimizer Parse(string text) => (ElementwiseOptimizer)Notation.ParseOptimizer(text);

    /// <summary>Claims that an optimizer's steps are those made by hand.</summary>
    public static void Follow(string text, Hand hand, int steps = 12, Func<int, double>? factor = null, double tolerance = 1e-12)
    {
        using ThreeTensors<double> tensors = new(Parse(text));
        double[][] θ = tensors.Weights;
        for (int t = 1; t <= steps; t++)
        {
            tensors.Slope(t);
            double[][] g = [.. θ.Select((weights, i) => weights.Select((weight, k) => Slope(t, i, k, weight)).ToArray())];
            hand(t, θ, g);
            Assert.Null(tensors.Step(t, factor?.Invoke(t) ?? 1));
            Near(θ, tensors.Weights, tolerance, $"{text}, step {t}");
        }
    }

    public static void Near(double[][] expected, double[][] actual, double tolerance, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            for (int k = 0; k < expected[i].Length; k++)
            {
                Assert.True(Math.Abs(expected[i][k] - actual[i][k]) <= tolerance * (1 + Math.Abs(expected[i][k])), $"{what}, tensor {i}, place {k}: {actual[i][k]:R} instead of {expected[i][k]:R}");
            }
        }
    }

    public static double Norm(IEnumerable<double> numbers) => Math.Sqrt(numbers.Sum(x => x * x));

    /// <summary>The rows of a tensor, as places; a vector is one.</summary>
    public static IEnumerable<int[]> Rows(int tensor)
    {
        (int rows, int width) = Usual[tensor];
        return Enumerable.Range(0, Math.Max(1, rows)).Select(row => Enumerable.Range(row * width, width).ToArray());
    }

    /// <summary>Zeros in the shape of the tensors.</summary>
    public static double[][] Zeros() => [.. Usual.Select(shape => new double[Math.Max(1, shape.Rows) * shape.Width])];
}
