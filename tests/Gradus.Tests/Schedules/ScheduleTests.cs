using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Gradus.Schedules;
using Gradus.Tests.Notations;

namespace Gradus.Tests.Schedules;

public class ScheduleTests
{
    private static readonly RunLength s_run = new(1000, stepsPerEpoch: 100);

    [Fact]
    public void Warmup_climbs_to_one_and_stays()
    {
        Schedule warmup = new Warmup(4, From: 0.2);
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1, 1], Enumerable.Range(0, 6).Select(i => Math.Round(warmup.At(i), 12)));
    }

    [Fact]
    public void A_warmup_of_no_steps_is_none() => Assert.Equal(1, new Warmup(0).At(0));

    [Fact]
    public void Linear_keeps_its_last_value() => Assert.Equal(0.3, new Linear(10, 1, 0.3).At(12345));

    [Fact]
    public void Cosine_ends_on_its_floor_and_stays() =>
        Assert.All([10, 11, 20, 30], i => Assert.Equal(0.1, new Cosine(10, Floor: 0.1).At(i)));

    [Fact]
    public void The_rest_of_the_run_is_what_warmup_leaves()
    {
        Schedule schedule = new Warmup(Length.Share(0.05)).Then(new Cosine(Floor: 0.01)).Within(s_run);
        Assert.Equal("warmup(50) then cosine(steps=950, floor=0.01)", schedule.ToString());
        Assert.Equal(1000, schedule.Duration);
    }

    [Fact]
    public void Epochs_are_counted_in_the_runs_own_steps()
    {
        Schedule schedule = new Step(Length.Epochs(3)).Within(s_run);
        Assert.Equal(1, schedule.At(299));
        Assert.Equal(0.1, schedule.At(300));
        Assert.Equal("warmup(150)", new Warmup(Length.Epochs(1.5)).Within(s_run).ToString());
        Assert.Equal(0.5, new Exponential(0.5, Length.Epochs(1)).Within(s_run).At(100));
    }

    [Property]
    public Property At_the_seam_the_second_schedule_begins_at_its_own_step_zero() => Prop.ForAll(
        Gen.Choose(0, 300).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (seam, after) =>
        {
            Schedule second = new Linear(500, From: 0.5, To: 0.1);
            Schedule both = new Warmup(seam).Then(second);
            return both.At(seam) == second.At(0) && both.At(seam + (long)after) == second.At(after)
                && (seam == 0 || both.At(seam - 1) == new Warmup(seam).At(seam - 1));
        });

    [Fact]
    public void Then_is_associative()
    {
        Schedule a = new Warmup(5), b = new Constant(10), c = new Linear(6);
        Assert.Equal(a.Then(b).Then(c), a.Then(b.Then(c)));
    }

    [Property]
    public bool Shares_that_sum_to_the_whole_fill_the_run_exactly(PositiveInt total, byte a, byte b, byte c)
    {
        double sum = a + b + c + 1;
        decimal first = Math.Floor((decimal)(a / sum) * 1000) / 1000, second = Math.Floor((decimal)(b / sum) * 1000) / 1000;
        RunLength run = new(total.Get);
        Schedule schedule = new Warmup(Length.Share((double)first)).Then(new Constant(Length.Share((double)second)))
            .Then(new Linear(Length.Share((double)(1 - first - second))));
        return schedule.Within(run).Duration == total.Get;
    }

    [Property(MaxTest = 200)]
    public bool A_schedule_gives_the_same_rate_whatever_was_asked_before(ulong seed)
    {
        Schedule schedule = new RandomMethods(seed).Schedule().Within(s_run);
        double[] forwards = [.. Enumerable.Range(0, 50).Select(i => schedule.At(20 * i))];
        double[] backwards = [.. Enumerable.Range(0, 50).Reverse().Select(i => schedule.At(20 * i))];
        return forwards.SequenceEqual(backwards.Reverse());
    }

    [Property(MaxTest = 200)]
    public bool Laying_a_schedule_into_a_run_twice_changes_nothing(ulong seed)
    {
        Schedule once = new RandomMethods(seed).Schedule().Within(s_run);
        return once.Equals(once.Within(s_run));
    }

    [Property]
    public bool Decays_and_climbs_stay_between_their_ends(byte low, PositiveInt steps, NonNegativeInt at)
    {
        double floor = low / 255.0;
        return new Schedule[] { new Cosine(steps.Get, floor), new Linear(steps.Get, 1, floor), new Warmup(steps.Get, floor) }
            .Select(schedule => schedule.At(at.Get)).All(factor => factor >= floor - 1e-15 && factor <= 1 + 1e-15);
    }

    [Fact]
    public void Evaluating_allocates_nothing()
    {
        Schedule schedule = Notation.ParseSchedule("warmup(5%) then constant(2 epochs) then cosine(floor=0.1)").Within(s_run);
        schedule.At(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        double sum = 0;
        for (int i = 0; i < 1000; i++) sum += schedule.At(i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
    }

    [Fact]
    public void What_has_no_end_cannot_be_followed()
    {
        Assert.Equal("'step(30)' has no end of its own, so nothing can follow it. Let it come last.",
            Assert.Throws<ArgumentException>(() => new Step(30).Then(new Cosine())).Message);
        Assert.Equal("'cosine(floor=0.1)' has no end of its own, so nothing can follow it. Let it come last, or give it a length: cosine(steps=…).",
            Assert.Throws<ArgumentException>(() => new Warmup(5).Then(new Cosine(Floor: 0.1)).Then(new Constant())).Message);
    }

    [Fact]
    public void A_run_that_is_too_short_says_by_how_much()
    {
        Assert.Equal("'warmup(500) then cosine' needs 500 steps before cosine begins, but the run has 200. Shorten what comes before, or train longer.",
            Assert.Throws<ArgumentException>(() => new Warmup(500).Then(new Cosine()).Within(new(200))).Message);
        Assert.StartsWith("Nothing is left of the run's 200 steps",
            Assert.Throws<ArgumentException>(() => new Warmup(200).Then(new Cosine()).Within(new(200))).Message);
    }

    [Fact]
    public void A_relative_length_asks_for_the_run()
    {
        Assert.Equal("'cosine' fills the rest of a run that is not known. Call Within(run) first, or give the length in steps.",
            Assert.Throws<InvalidOperationException>(() => new Cosine().At(0)).Message);
        Assert.Equal("'warmup(5%)' has a length relative to a run that is not known. Call Within(run) first, or give the length in steps.",
            Assert.Throws<InvalidOperationException>(() => new Warmup(Length.Share(0.05)).At(0)).Message);
        Assert.StartsWith("'3 epochs' needs to know how many steps an epoch has",
            Assert.Throws<ArgumentException>(() => new Warmup(Length.Epochs(3)).Within(new(100))).Message);
    }

    [Fact]
    public void Bad_parameters_are_refused_when_the_run_is_known()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cosine(Floor: 1.5).Within(s_run));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Warmup(5).Then(new Cosine(Floor: double.NaN)).Within(s_run));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Step(0).Within(s_run));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Constant().At(-1));
    }

    [Fact]
    public void A_period_is_never_shorter_than_a_step() =>
        Assert.Equal("step(1)", new Step(Length.Share(0.001)).Within(new(10)).ToString());
}
