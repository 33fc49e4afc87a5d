using Gradus.Losses;

namespace Gradus.Tests.Losses;

/// <summary>What holds for every loss: a new one is tested by being in the catalogue.</summary>
public sealed class LossCatalogueTests
{
    public static TheoryData<string, int> Forms => [.. Catalog.Losses.SelectMany(entry =>
        LossForm.Of((ILoss)entry.Create()).Select((_, form) => (entry.Name, form)))];

    public static TheoryData<string> Names => [.. Catalog.Losses.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_loss_can_be_given_numbers(string name) => Assert.NotEmpty(LossForm.Of(Notation.ParseLoss(name)));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Gradients_are_those_of_central_differences(string name, int form)
    {
        ILoss loss = Notation.ParseLoss(name);
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            for (ulong seed = 1; seed <= 5; seed++)
            {
                LossInputs inputs = LossForm.Of(loss)[form].Draw(loss, new(seed));
                GradientCheck check = GradientCheck.Of(moved => LossEvaluation.Of(loss, moved, reduction), inputs);
                Assert.True(check.Deviation <= 1e-6 * Math.Max(1, Math.Abs(check.Gradient)), $"{check}, {reduction}, seed {seed}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Values_add_up_to_the_sum(string name, int form)
    {
        ILoss loss = Notation.ParseLoss(name);
        LossInputs inputs = LossForm.Of(loss)[form].Draw(loss, new(7));
        LossEvaluation none = LossEvaluation.Of(loss, inputs, Reduction.None), sum = LossEvaluation.Of(loss, inputs, Reduction.Sum);
        Assert.Equal(sum.Value, none.Values.Values.ToArray().Sum(), 1e-12 * Math.Max(1, Math.Abs(sum.Value)));
    }
}
