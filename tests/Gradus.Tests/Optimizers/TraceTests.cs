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
    public void Bad_arguments_are_refused_at_the_door()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Trace.Run(new Sgd(Lr: -1), new Bowl(), s_start, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trace.Run(new Sgd(), new Bowl(), s_start, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trace.Run(new Sgd(), new Bowl(), s_start, 1, noise: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trace.Run(new Sgd(), new Ravine(0.5), s_start, 1));
    }
}
