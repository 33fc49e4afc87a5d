using FsCheck.Xunit;
using Gradus.Losses;
using Gradus.Penalties;
using Gradus.Schedules;

namespace Gradus.Tests.Notations;

public class MovingTests
{
    [Fact]
    public void A_moving_parameter_goes_from_one_value_to_the_other_and_stays()
    {
        LossTerm term = Recipe.Parse("huber(delta=5->1 over 4)").Loss[0].Within(new(10));
        Assert.Equal([5, 4, 3, 2, 1, 1, 1], Enumerable.Range(0, 7).Select(step => ((Huber)term.At(step).Loss).Delta));
        Assert.Equal(new Huber(5), term.Loss);
        Assert.Equal(new(1, new Huber(4)), term.At(1));
    }

    [Fact]
    public void The_cosine_goes_half_the_way_in_half_the_time_and_is_slow_at_both_ends()
    {
        LossTerm term = Recipe.Parse("(0→2 over 40% cosine)*mse").Loss[0].Within(new(100));
        Assert.Equal((0, 1.0, 2.0), (term.At(0).Weight, Math.Round(term.At(20).Weight, 12), term.At(40).Weight));
        Assert.InRange(term.At(10).Weight, 0.2, 0.4);
        Assert.Equal(2 - Math.Sqrt(0.5) - 1, term.At(10).Weight, 1e-12);
    }

    [Fact]
    public void Lengths_are_those_of_schedules()
    {
        RunLength run = new(200, 50);
        Assert.Equal([0, 0.5, 1], At("l2(0→1 over 2 epochs)", 0, 50, 100));
        Assert.Equal([0, 0.5, 1], At("l2(0→1 over 50%)", 0, 50, 100));
        Assert.Equal([0, 0.5, 1], At("l2(0→1 over 100 steps)", 0, 50, 100));
        Assert.Equal([1, 1], At("l2(0→1 over 0)", 0, 7));
        double[] At(string text, params long[] steps) => [.. steps.Select(step => Recipe.Parse(text).Penalties[0].Within(run).At(step).Penalty.Strength)];
    }

    [Fact]
    public void A_relative_length_needs_a_run()
    {
        LossTerm term = Recipe.Parse("huber(delta=5→1 over 2 epochs)").Loss[0];
        Assert.Contains("Call Within(run) first", Assert.Throws<InvalidOperationException>(() => term.At(0)).Message, StringComparison.Ordinal);
        Assert.Contains("how many steps an epoch has", Assert.Throws<ArgumentException>(() => term.Within(new(10))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrows_brackets_and_units_may_be_written_in_other_ways()
    {
        Recipe recipe = Recipe.Parse("(1→0.1 over 10%)*huber(delta=1→2 over 5 epochs) - (1→2 over 3)*mae");
        Assert.Equal(recipe, Recipe.Parse("1->10% over 10% linear * huber(1 -> 2 over 5epochs) + (-1→-2 over 3 steps)*mae"));
        Assert.Equal("(1→0.1 over 10%)*huber(delta=1→2 over 5 epochs) + (-1→-2 over 3)*mae", recipe.ToString());
    }

    [Fact]
    public void Terms_can_be_made_to_move_in_code()
    {
        LossTerm term = new LossTerm(1, new Huber()).Move("delta", new(5, 1, Length.Epochs(2))).MoveWeight(new(1, 0.5, 100));
        Assert.Equal(Recipe.Parse("(1→0.5 over 100)*huber(delta=5→1 over 2 epochs)").Loss[0], term);
        Assert.Equal(Recipe.Parse("l1(0→0.1 over 5%)").Penalties[0], new PenaltyTerm(new L1(1)).Move("strength", new(0, 0.1, Length.Share(0.05))));
        Assert.Contains("delta = 0, but it must be > 0", Message(() => new LossTerm(1, new Huber()).Move("delta", new(1, 0, 5))), StringComparison.Ordinal);
        Assert.Contains("huber has no parameter 'gamma'", Message(() => new LossTerm(1, new Huber()).Move("gamma", new(1, 0, 5))), StringComparison.Ordinal);
        Assert.Contains("proximal is true or false", Message(() => new PenaltyTerm(new L1(1)).Move("proximal", new(1, 0, 5))), StringComparison.Ordinal);
        Assert.Contains("not in the catalogue", Message(() => new LossTerm(1, new Own()).Move("x", new(1, 0, 5))), StringComparison.Ordinal);
        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Property(MaxTest = 300)]
    public bool What_moves_is_always_between_its_ends_and_in_range(ulong seed)
    {
        LossTerm term = new RandomMethods(seed).LossTerm().Within(new(1000, 100));
        foreach (long step in (long[])[0, 1, 7, 19, 500, 999])
        {
            LossTerm at = term.At(step);
            Catalog.Check(at.Loss);
            if (at.Moves) return false;
            if (term.MovingWeight is { } weight && !Between(at.Weight, weight)) return false;
        }

        return true;
        // A few units in the last place of the larger end.
        static bool Between(double value, Moving moving) =>
            value >= Math.Min(moving.From, moving.To) - Slack(moving) && value <= Math.Max(moving.From, moving.To) + Slack(moving);
        static double Slack(Moving moving) => 1e-14 * Math.Max(Math.Abs(moving.From), Math.Abs(moving.To));
    }

    [Fact]
    public void A_single_method_cannot_move()
    {
        Assert.Contains("delta moves over time", Assert.Throws<RecipeException>(() => Notation.ParseLoss("huber(delta=1→2 over 5)")).Complaint, StringComparison.Ordinal);
        Assert.Equal(new L1(0.1, Proximal: true), Notation.ParsePenalty("l1(0.1, proximal=true)"));
        Assert.Contains("mse is a loss, expected a penalty", Assert.Throws<RecipeException>(() => Notation.ParsePenalty("mse")).Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_and_penalties_are_kept_apart_and_printed_in_that_order()
    {
        Recipe recipe = Recipe.Parse("l2(1e-4) + 0.7*huber + l1(0.1) - mae | sgd");
        Assert.Equal([new(0.7, new Huber()), new(-1, new Mae())], recipe.Loss);
        Assert.Equal([new(new L2(1e-4)), new(new L1(0.1))], recipe.Penalties);
        Assert.Equal("0.7*huber - mae + l2(1e-4) + l1(0.1) | sgd", recipe.ToString());
        Assert.Equal("0.7*huber - mae + l2(1e-4) + l1(0.1)", recipe.Objective);
    }

    private sealed record Own : ILoss;
}
