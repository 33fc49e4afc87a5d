using System.Runtime.InteropServices;
using Gradus.Drivers;
using Gradus.Schedules;
using Gradus.Surfaces;

namespace Gradus.Optimizers;

/// <summary>One slot of a rule's state along a path.</summary>
/// <param name="Name">The slot: m, v, ….</param>
/// <param name="Points">What it held for x and for y: before the first step, and after each.</param>
public sealed record SlotPath(string Name, IReadOnlyList<Point> Points);

/// <summary>The path of an optimizer over a surface, in double precision.</summary>
/// <param name="Points">Where it was: the start, and the point after each step.</param>
/// <param name="Values">The height at each of the points.</param>
public sealed record Trace(IReadOnlyList<Point> Points, IReadOnlyList<double> Values)
{
    /// <summary>The averaged point at the start and after each step, where the optimizer is one to be judged at its average; otherwise null.</summary>
    public IReadOnlyList<Point>? Average { get; init; }

    /// <summary>What the rule remembered at the start and after each step, slot by slot in the rule's order; null unless it was asked for.</summary>
    public IReadOnlyList<SlotPath>? State { get; init; }

    /// <summary>Lets an optimizer run; (x, y) is one parameter of two elements, to a rule that looks at shapes a single row.</summary>
    /// <remarks>A path that diverges goes on, with infinities and NaN in it.</remarks>
    /// <param name="optimizer">Who walks.</param>
    /// <param name="surface">Where.</param>
    /// <param name="start">From which point.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="schedule">Multiplies the base rate: step t, from 1, uses its factor at t − 1. Constant where null.</param>
    /// <param name="noise">The standard deviation of the Gaussian noise on each element of the gradient.</param>
    /// <param name="seed">The seed of that noise.</param>
    /// <param name="keepState">Whether to keep what the rule remembered.</param>
    /// <exception cref="ArgumentException">A hyperparameter, the number of steps or the noise is out of range, or the schedule does not fit.</exception>
    public static Trace Run(
        ElementwiseOptimizer optimizer, ISurface surface, Point start, int steps, Schedule? schedule = null, double noise = 0, ulong seed = 0, bool keepState = false)
    {
        Catalog.Check(optimizer);
        Catalog.Check(surface);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (!(noise >= 0 && double.IsFinite(noise))) throw new ArgumentOutOfRangeException(nameof(noise), noise, "Noise is a standard deviation: a finite number ≥ 0.");

        Schedule factor = steps == 0 ? new Constant() : (schedule ?? new Constant()).Within(new(steps));
        SplitMix64 random = new(seed);
        Point[] points = new Point[steps + 1];
        double[] values = new double[steps + 1];
        using Walker walker = new(optimizer, start);
        Point[]? average = walker.Averages ? new Point[steps + 1] : null;
        (string Name, Point[] Points)[] state = keepState ? [.. RuleFormula.SlotsOf(optimizer).Select(name => (name, new Point[steps + 1]))] : [];
        Sam? sam = optimizer.Wrappers.OfType<Sam>().FirstOrDefault();
        int gathered = optimizer.Wrappers.OfType<Accumulate>().FirstOrDefault()?.Every ?? 1;
        for (int t = 0; ; t++)
        {
            points[t] = walker.Position;
            values[t] = surface.Value(walker.Position);
            if (average is not null) average[t] = walker.Average();
            for (int slot = 0; slot < state.Length; slot++) state[slot].Points[t] = walker.Slot(slot);
            if (t == steps) return new(points, values) { Average = average, State = keepState ? [.. state.Select(slot => new SlotPath(slot.Name, slot.Points))] : null };
            Point g = Gradient();
            if (sam is not null) g = walker.AtTop(g, Gradient);
            for (int i = 1; i < gathered; i++) g = Add(g, Gradient());
            walker.Step(optimizer.Lr * factor.At(t), g);
        }

        Point Gradient()
        {
            Point g = surface.Gradient(walker.Position);
            return noise > 0 ? new(g.X + noise * random.NextNormal(), g.Y + noise * random.NextNormal()) : g;
        }
    }

    private static Point Add(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>One parameter of two elements, a row of a matrix, with its gradient and state, moved by the driver that moves every other.</summary>
    private sealed unsafe class Walker : IDisposable
    {
        private const int Elements = 2;

        private readonly UpdateDriver<double> _driver = new() { Width = Width.Scalar };
        private readonly ElementwiseOptimizer _optimizer;
        private readonly ElementwiseOptimizer? _averaging, _ascent;
        private readonly int _slots;
        private readonly double* _memory;
        private readonly Segment<double>[] _segment, _averaged;
        private long _steps;

        public Walker(ElementwiseOptimizer optimizer, Point start)
        {
            _optimizer = optimizer;
            _averaging = optimizer.Averaging();
            _ascent = optimizer.Wrappers.OfType<Sam>().FirstOrDefault()?.Ascent(optimizer.Maximize);
            _slots = RuleFormula.SlotsOf(optimizer).Count;
            int numbers = Elements * (3 + _slots) + optimizer.CarriedNames.Count;
            _memory = (double*)NativeMemory.AllocZeroed((nuint)numbers, sizeof(double));
            Position = start;
            Span<double> state = State;
            for (int i = 0; i < state.Length; i++) state[i] = optimizer.InitialState(i / Elements);
            double* first = _memory + 3 * Elements;
            _segment = [new(_memory, _memory + Elements, first, Elements, Elements) { Carried = first + Elements * _slots, Rows = 1 }];
            _averaged = [new(_memory + 2 * Elements, _memory + Elements, first, Elements, Elements)];
        }

        public Point Position
        {
            get => new(_memory[0], _memory[1]);
            private init => (_memory[0], _memory[1]) = value;
        }

        public bool Averages => _averaging is not null;

        public Point Slot(int slot) => new(State[Elements * slot], State[Elements * slot + 1]);

        /// <summary>The state, slot by slot.</summary>
        private Span<double> State => new(_memory + 3 * Elements, _slots * Elements);

        /// <summary>The gradient at the top of the hill nearby, where sharpness-aware minimization takes it.</summary>
        public Point AtTop(Point gradient, Func<Point> gradientHere)
        {
            Point from = Position;
            (_memory[Elements], _memory[Elements + 1]) = gradient;
            _driver.Step(_ascent!, new(1, 0), _segment);
            Point found = gradientHere();
            (_memory[0], _memory[1]) = from;
            return found;
        }

        /// <summary>A step that is refused does not count.</summary>
        public void Step(double rate, Point gradient)
        {
            (_memory[Elements], _memory[Elements + 1]) = gradient;
            StepContext at = new(_steps + 1, rate) { BaseRate = _optimizer.Lr };
            if (_driver.Step(_optimizer, at, _segment) is null) _steps++;
        }

        /// <summary>The averaged point; at the start it is the start.</summary>
        public Point Average()
        {
            double* average = _memory + 2 * Elements;
            (average[0], average[1]) = Position;
            if (_steps > 0) _driver.Step(_averaging!, new(_steps, _optimizer.Lr), _averaged);
            return new(average[0], average[1]);
        }

        public void Dispose() => NativeMemory.Free(_memory);
    }
}
