using Gradus.Losses;
using Gradus.Metadata;

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

    [Theory]
    [MemberData(nameof(Forms))]
    public void Weights_say_how_much_a_part_counts(string name, int form)
    {
        ILoss loss = Notation.ParseLoss(name);
        LossForm given = LossForm.Of(loss)[form];
        if (given.Inputs.All(input => input.Name != "weight")) return;
        SplitMix64 random = new(11);
        LossInputs inputs = given.Draw(loss, random);
        NumberArray apart = LossEvaluation.Of(loss, inputs, Reduction.None).Values;
        double[] weights = [.. apart.Values.ToArray().Select(_ => 0.5 + random.NextUniform())];
        inputs["weight"] = apart.With(weights);
        double sum = apart.Values.ToArray().Zip(weights, (value, weight) => weight * value).Sum();
        Assert.Equal(sum, LossEvaluation.Of(loss, inputs, Reduction.Sum).Value, 1e-12 * Math.Max(1, Math.Abs(sum)));
        // In a labelled batch the mean is over what counts there; MetricWeightTests looks at that.
        if (inputs.Find("label") is null) Assert.Equal(sum / weights.Sum(), LossEvaluation.Of(loss, inputs).Value, 1e-12 * Math.Max(1, Math.Abs(sum)));
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            GradientCheck check = GradientCheck.Of(moved => LossEvaluation.Of(loss, moved, reduction), inputs);
            Assert.True(check.Deviation <= 1e-6 * Math.Max(1, Math.Abs(check.Gradient)), $"{check}, {reduction}");
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_row_of_what_is_no_number_makes_the_value_none_and_pulls_nowhere(string name, int form)
    {
        ILoss loss = Notation.ParseLoss(name);
        LossInputs inputs = LossForm.Of(loss)[form].Draw(loss, new(14));
        foreach (string input in LossEvaluation.Of(loss, inputs).Gradients.Keys)
        {
            int width = inputs[input].Width;
            LossEvaluation spoilt = LossEvaluation.Of(loss, Enumerable.Range(0, width).Aggregate(inputs, (some, i) => some.Moved(input, i, double.NaN)));
            Assert.True(double.IsNaN(spoilt.Value), input);
            Assert.All(spoilt.Gradients[input].Values[..width].ToArray(), slope => Assert.True(double.IsNaN(slope) || slope == 0, $"{input}: {slope}"));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_negative_weight_is_refused_in_a_mean_and_taken_in_a_sum(string name, int form)
    {
        ILoss loss = Notation.ParseLoss(name);
        LossForm given = LossForm.Of(loss)[form];
        if (given.Inputs.All(input => input.Name != "weight")) return;
        LossInputs inputs = given.Draw(loss, new(15));
        NumberArray values = LossEvaluation.Of(loss, inputs, Reduction.None).Values;
        inputs["weight"] = values.With([.. values.Values.ToArray().Select((_, i) => i == 1 ? -1.0 : 1)]);
        Assert.StartsWith("weight 1 is -1, but a mean divides", Assert.Throws<ArgumentException>(() => LossEvaluation.Of(loss, inputs)).Message, StringComparison.Ordinal);
        double expected = values.Values.ToArray().Sum() - 2 * values.Values[1];
        Assert.Equal(expected, LossEvaluation.Of(loss, inputs, Reduction.Sum).Value, 1e-12 * values.Values.ToArray().Sum(Math.Abs) + 1e-12);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Weights_of_one_change_nothing(string name, int form)
    {
        ILoss loss = Notation.ParseLoss(name);
        LossForm given = LossForm.Of(loss)[form];
        if (given.Inputs.All(input => input.Name != "weight")) return;
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            LossInputs inputs = given.Draw(loss, new(12));
            LossEvaluation without = LossEvaluation.Of(loss, inputs, reduction);
            inputs["weight"] = without.Values.With([.. without.Values.Values.ToArray().Select(_ => 1.0)]);
            SampleWeights.Same(without, LossEvaluation.Of(loss, inputs, reduction), 1e-15);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_sample_of_weight_zero_might_as_well_be_absent_whatever_it_holds(string name, int form)
    {
        ILoss loss = Notation.ParseLoss(name);
        LossForm given = LossForm.Of(loss)[form];
        if (given.Inputs.All(input => input.Name != "weight")) return;
        SampleWeights.CheckAbsence(loss, given, seed: 13);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Curves_have_the_slope_of_their_value(string name, int form)
    {
        ILoss loss = Notation.ParseLoss(name);
        foreach (LossSlice slice in LossForm.Of(loss)[form].Slices(loss))
        {
            double middle = (0.37 * slice.From) + (0.63 * slice.To);
            IReadOnlyList<SlicePoint> near = slice.Points(3, middle - 1e-5, middle + 1e-5);
            Assert.Equal((near[2].Value - near[0].Value) / 2e-5, near[1].Slope, 1e-6 * Math.Max(1, Math.Abs(near[1].Slope)));
        }
    }

    /// <summary>Every loss with each of its parameters off default in turn.</summary>
    public static TheoryData<string> Settings => [.. Catalog.Losses.SelectMany(entry => entry.Parameters.SelectMany(parameter => Others(parameter)
        .Select(value => Notation.Print(entry.Create(new Dictionary<string, object?> { [parameter.Name] = value }))))).Distinct()];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Gradients_are_those_of_central_differences_with_other_parameters_too(string text)
    {
        ILoss loss = Notation.ParseLoss(text);
        foreach (LossForm form in LossForm.Of(loss))
        {
            for (ulong seed = 1; seed <= 3; seed++)
            {
                GradientCheck check = GradientCheck.Of(moved => LossEvaluation.Of(loss, moved), form.Draw(loss, new(seed)));
                Assert.True(check.Deviation <= 1e-6 * Math.Max(1, Math.Abs(check.Gradient)), $"{text}: {check}, seed {seed}");
            }
        }
    }

    private static IEnumerable<object> Others(ParameterEntry parameter) => parameter.Kind switch
    {
        ParameterKind.Number => ((double[])[0, 0.3, 1, 2.5]).Where(parameter.Range.Contains).Where(value => !value.Equals(parameter.Default)).Cast<object>(),
        ParameterKind.Whole => [.. ((long[])[1, 2]).Where(value => parameter.Range.Contains(value)).Cast<object>()],
        ParameterKind.Switch => [true, false],
        ParameterKind.Word => parameter.Choices,
        ParameterKind.Numbers => [(double[])[1, 2, 0.5, 3, 4]],
        _ => [],
    };
}
