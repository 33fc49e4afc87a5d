using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Surfaces;

namespace Gradus.Tests.Optimizers;

public class TraceTests
{
    private static readonly Point s_start = new(-1.2, 1);

    [Fact]
    public void No_steps_is_the_start_alone()
    {
        Trace trace = Trace.Run(new Adam(), new Rosenbrock(), s_start, 0);
        Assert.Equal([s_start], trace.Points);
        Assert.Equal(24.2, Assert.Single(trace.Values), 12);
    }

    [Fact]
    public void Step_t_uses_the_schedules_factor_at_t_minus_one()
    {
        // On ½·2·x² with rate ½ a step of factor f leaves x·(1 − f).
        TypedSurface bowl = new("x^2 + y^2");
        Trace trace = Trace.Run(new Sgd(Lr: 0.5), bowl, new(1, 2), 3, new Linear(2, From: 0.5, To: 0.1));
        Assert.Equal([1, 0.5, 0.35, 0.315], trace.Points.Select(p => Math.Round(p.X, 12)));
    }

    [Fact]
    public void Noise_is_the_same_for_the_same_seed_only()
    {
        Trace One(ulong seed) => Trace.Run(new Adam(0.05), new Beale(), new(1, 1), 20, noise: 0.5, seed: seed);
        Assert.Equal(One(7).Points, One(7).Points);
        Assert.NotEqual(One(7).Points, One(8).Points);
    }

    [Fact]
    public void A_path_that_diverges_goes_on()
    {
        Trace trace = Trace.Run(new Sgd(Lr: 10), new Rosenbrock(), s_start, 20);
        Assert.Equal(21, trace.Points.Count);
        Assert.True(double.IsNaN(trace.Values[^1]));
    }

    [Fact]
    public void State_is_what_the_rule_remembers_at_each_point_and_only_kept_on_request()
    {
        TypedSurface bowl = new("x^2/2 + 3*y^2/2");
        Adam adam = new(Lr: 0.1, Beta1: 0.8, Beta2: 0.95);
        Assert.Null(Trace.Run(adam, bowl, new(1, 2), 5).State);
        Trace trace = Trace.Run(adam, bowl, new(1, 2), 5, keepState: true);
        Assert.Equal(Trace.Run(adam, bowl, new(1, 2), 5).Points, trace.Points);
        Assert.Equal(["m", "v"], trace.State!.Select(slot => slot.Name));
        (Point m, Point v) = (new(0, 0), new(0, 0));
        for (int t = 0; t <= 5; t++)
        {
            Near(m, trace.State![0].Points[t]);
            Near(v, trace.State[1].Points[t]);
            Point g = new(trace.Points[t].X, 3 * trace.Points[t].Y);
            m = new(0.8 * m.X + 0.2 * g.X, 0.8 * m.Y + 0.2 * g.Y);
            v = new(0.95 * v.X + 0.05 * g.X * g.X, 0.95 * v.Y + 0.05 * g.Y * g.Y);
        }

        static void Near(Point expected, Point actual)
        {
            Assert.Equal(expected.X, actual.X, 1e-14);
            Assert.Equal(expected.Y, actual.Y, 1e-14);
        }
    }

    [Fact]
    public void State_begins_with_what_the_rule_begins_with()
    {
        Assert.Equal(new Point(0.1, 0.1), Assert.Single(Trace.Run(new AdaGrad(InitialAccumulator: 0.1), new Bowl(), s_start, 0, keepState: true).State!).Points[0]);
        Assert.Empty(Trace.Run(new Sgd(), new Bowl(), s_start, 3, keepState: true).State!);
    }

    public static TheoryData<string> Names => [.. Catalog.Optimizers.Select(entry => entry.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_rule_shows_a_state_as_long_as_its_path(string name)
    {
        if (Notation.ParseOptimizer(name) is not ElementwiseOptimizer optimizer) return;
        Trace trace = Trace.Run(optimizer, new Rosenbrock(), s_start, 7, keepState: true);
        Assert.All(trace.State!, slot => Assert.Equal(8, slot.Points.Count));
        Assert.Distinct(trace.State!.Select(slot => slot.Name));
        // What is remembered must change, or it would not be worth remembering.
        Assert.All(trace.State!, slot => Assert.True(slot.Points.Distinct().Count() > 1, slot.Name));
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_rule_walks_on_every_surface(string name)
    {
        if (Notation.ParseOptimizer(name) is not ElementwiseOptimizer optimizer) return;
        Assert.All(Catalog.Surfaces, entry =>
        {
            ISurface surface = (ISurface)entry.Create();
            Point start = new(0.9 * surface.Domain.Left + 0.1 * surface.Domain.Right, 0.3 * surface.Domain.Bottom + 0.7 * surface.Domain.Top);
            Trace trace = Trace.Run((ElementwiseOptimizer)(optimizer with { Lr = 1e-3 }), surface, start, 5);
            Assert.True(trace.Points[5] != start, entry.Name);
            Assert.True(double.IsFinite(trace.Points[1].X) && double.IsFinite(trace.Points[1].Y), entry.Name);
        });
    }

    [Theory]
    [InlineData("scheduleFreeSgd(lr=0.02)")]
    [InlineData("scheduleFreeSgd(lr=0.02, momentum=0.6, warmup=10)")]
    [InlineData("scheduleFreeAdamW(lr=0.1, warmup=5, weightDecay=0.01)")]
    public void The_average_of_a_schedule_free_rule_is_that_of_its_base_sequence(string rule)
    {
        // x₀ = z₀ = θ₀, and each x is the mean of all z, step t weighing as the square of its rate.
        Trace trace = Trace.Run((ElementwiseOptimizer)Notation.ParseOptimizer(rule), new Bowl(), new(3, 1), 40, keepState: true);
        int warmup = rule.Contains("warmup=10", StringComparison.Ordinal) ? 10 : rule.Contains("warmup=5", StringComparison.Ordinal) ? 5 : 1;
        IReadOnlyList<Point> z = trace.State!.Single(slot => slot.Name == "z").Points;
        Assert.Equal(trace.Points[0], trace.Average![0]);
        double weights = 0, x = 0, y = 0;
        for (int t = 1; t <= 40; t++)
        {
            double weight = Math.Pow(Math.Min(1, (double)t / warmup), 2);
            (weights, x, y) = (weights + weight, x + weight * z[t].X, y + weight * z[t].Y);
            Assert.Equal(x / weights, trace.Average[t].X, 1e-11);
            Assert.Equal(y / weights, trace.Average[t].Y, 1e-11);
        }
    }

    [Fact]
    public void A_rule_that_does_not_average_has_no_average() => Assert.Null(Trace.Run(new Adam(), new Bowl(), s_start, 3).Average);

    [Fact]
    public void Bad_arguments_are_refused_at_the_door()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Trace.Run(new Sgd(Lr: -1), new Bowl(), s_start, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trace.Run(new Sgd(), new Bowl(), s_start, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trace.Run(new Sgd(), new Bowl(), s_start, 1, noise: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trace.Run(new Sgd(), new Ravine(0.5), s_start, 1));
    }
}
