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
        Optimizer optimizer, ISurface surface, Point start, int steps, Schedule? schedule = null, double noise = 0, ulong seed = 0, bool keepState = false)
    {
        Catalog.Check(optimizer);
        Catalog.Check(surface);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (!(noise >= 0 && double.IsFinite(noise))) throw new ArgumentOutOfRangeException(nameof(noise), noise, "Noise is a standard deviation: a finite number ≥ 0.");

        Schedule factor = steps == 0 ? new Constant() : (schedule ?? new Constant()).Within(new(steps));
        SplitMix64 random = new(seed);
        Point[] points = new Point[steps + 1];
        double[] values = new double[steps + 1];
        using Walk walk = optimizer.Walk(start);
        Point[]? average = walk.Averages ? new Point[steps + 1] : null;
        (string Name, Point[] Points)[] state = keepState ? [.. walk.SlotNames.Select(name => (name, new Point[steps + 1]))] : [];
        for (int t = 0; ; t++)
        {
            points[t] = walk.Position;
            values[t] = surface.Value(walk.Position);
            if (average is not null) average[t] = walk.Average();
            for (int slot = 0; slot < state.Length; slot++) state[slot].Points[t] = walk.Slot(slot);
            if (t == steps) return new(points, values) { Average = average, State = keepState ? [.. state.Select(slot => new SlotPath(slot.Name, slot.Points))] : null };
            Point g = walk.Uphill(Gradient(), Gradient);
            for (int i = 1; i < walk.Gathers; i++) g = Add(g, Gradient());
            walk.Step(new(t + 1, optimizer.Lr * factor.At(t)) { BaseRate = optimizer.Lr }, g);
        }

        Point Gradient()
        {
            Point g = surface.Gradient(walk.Position);
            return noise > 0 ? new(g.X + noise * random.NextNormal(), g.Y + noise * random.NextNormal()) : g;
        }
    }

    private static Point Add(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);
}
