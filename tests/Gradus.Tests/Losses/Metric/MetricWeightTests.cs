using Gradus.Losses;

namespace Gradus.Tests.Losses.Metric;

/// <summary>What sample weights mean where losses are of anchors, or of pairs and triplets that are mined.</summary>
public class MetricWeightTests
{
    private static readonly double[] s_weights = [0.5, 2, 1, 3, 0.25, 1, 1.5, 4];

    public static TheoryData<string> Mined =>
    [
        .. from loss in Catalog.Losses
           where loss.Name is "contrastive" or "triplet"
           from mining in Enum.GetValues<Mining>()
           from reducer in Enum.GetValues<Reducer>()
           select Notation.Print(loss.Create(new Dictionary<string, object?> { ["mining"] = mining, ["reducer"] = reducer })),
    ];

    [Theory]
    [MemberData(nameof(Mined))]
    public void What_is_mined_among_weights_has_the_gradient_of_its_value(string text)
    {
        (ILoss loss, LossForm form, LossInputs inputs) = Batch(text);
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            GradientCheck check = GradientCheck.Of(moved => LossEvaluation.Of(loss, moved, reduction), inputs);
            Assert.True(check.Deviation <= 1e-6 * Math.Max(1, Math.Abs(check.Gradient)), $"{check}, {reduction}");
        }

        SampleWeights.CheckAbsence(loss, form, seed: 3);
    }

    [Fact]
    public void A_triplet_has_the_weight_of_its_anchor_and_each_mean_divides_by_the_weights_of_what_it_is_over()
    {
        LossInputs inputs = Batch("triplet").Inputs;
        double[] labels = inputs["label"].Values.ToArray();
        List<(int Anchor, double Value)> all = [];
        for (int a = 0; a < labels.Length; a++)
        {
            for (int p = 0; p < labels.Length; p++)
            {
                for (int n = 0; n < labels.Length; n++)
                {
                    if (p != a && labels[p] == labels[a] && labels[n] != labels[a]) all.Add((a, Math.Max(0, Distance(a, p) - Distance(a, n) + 1)));
                }
            }
        }

        Assert.Contains(all, one => one.Value == 0);
        double Weighted(IEnumerable<(int Anchor, double Value)> some) => some.Sum(one => s_weights[one.Anchor] * one.Value) / some.Sum(one => s_weights[one.Anchor]);
        Near(Weighted(all), Reducer.Mean);
        Near(Weighted(all.Where(one => one.Value > 0)), Reducer.MeanNonZero);
        Near(Weighted(all.GroupBy(one => one.Anchor).Select(own => (own.Key, own.Average(one => one.Value)))), Reducer.PerAnchor);
        Near(all.Sum(one => s_weights[one.Anchor] * one.Value), Reducer.Sum);

        void Near(double expected, Reducer reducer) => Assert.Equal(expected, LossEvaluation.Of(new Triplet(Reducer: reducer), inputs).Value, 1e-12);
        double Distance(int i, int j)
        {
            ReadOnlySpan<double> x = inputs["embedding"].Values;
            double square = 0;
            for (int k = 0; k < 3; k++) square += Math.Pow(x[3 * i + k] - x[3 * j + k], 2);
            return Math.Sqrt(square);
        }
    }

    [Theory]
    [InlineData("supCon")]
    [InlineData("ntXent")]
    [InlineData("multiSimilarity")]
    [InlineData("circle")]
    [InlineData("lifted")]
    [InlineData("nPairs")]
    public void The_mean_over_anchors_divides_by_the_weights_of_those_that_count(string text)
    {
        (ILoss loss, _, LossInputs inputs) = Batch(text);
        LossInputs bare = new() { ["embedding"] = inputs["embedding"], ["label"] = inputs["label"] };
        double[] apart = LossEvaluation.Of(loss, bare, Reduction.None).Values.Values.ToArray();

        // The last label has no like: where positives are needed, its anchor counts for nothing.
        double mean = LossEvaluation.Of(loss, bare).Value;
        int counting = (int)Math.Round(apart.Sum() / mean);
        Assert.InRange(counting, 7, 8);
        double expected = apart.Zip(s_weights, (value, weight) => weight * value).Sum() / s_weights.Take(counting).Sum();
        Assert.Equal(expected, LossEvaluation.Of(loss, inputs).Value, 1e-12 * Math.Max(1, expected));
    }

    [Theory]
    [MemberData(nameof(Mined))]
    public void A_mean_asks_only_how_weights_compare(string text)
    {
        (ILoss loss, _, LossInputs inputs) = Batch(text);
        if (loss is ITupleLoss { Reducer: Reducer.Sum }) return;
        LossEvaluation once = LossEvaluation.Of(loss, inputs);
        inputs["weight"] = new([.. s_weights.Select(weight => 1e-3 * weight)]);
        LossEvaluation scaled = LossEvaluation.Of(loss, inputs);
        SampleWeights.Same(once, scaled with { Values = once.Values }, 1e-12);
    }

    [Fact]
    public void A_batch_of_weights_zero_has_nothing_to_learn_from()
    {
        foreach (string text in (string[])["triplet", "contrastive(mining=all)", "supCon", "arcFace", "infoNce"])
        {
            ILoss loss = Notation.ParseLoss(text);
            foreach (LossForm form in LossForm.Of(loss))
            {
                LossInputs inputs = form.Draw(loss, new(1));
                NumberArray values = LossEvaluation.Of(loss, inputs, Reduction.None).Values;
                inputs["weight"] = values.With(new double[values.Count]);
                LossEvaluation nothing = LossEvaluation.Of(loss, inputs);
                Assert.Equal(0, nothing.Value);
                Assert.All(nothing.Gradients.Values, gradient => Assert.All(gradient.Values.ToArray(), slope => Assert.Equal(0, slope)));
            }
        }
    }

    [Fact]
    public void Weights_that_fit_nothing_are_refused()
    {
        LossInputs inputs = Batch("supCon").Inputs;
        inputs["weight"] = new(1, 2);
        Says("weight holds 2 numbers; supCon needs one weight for each embedding: a list of 8.", "supCon", inputs);
        inputs = LossForm.Of(new ProxyAnchor())[0].Draw(new ProxyAnchor(), new(1));
        inputs["weight"] = new(1, 2, 3, 4, 5);
        Says("proxyAnchor takes no \"weight\"; it takes embedding, label, proxy.", "proxyAnchor", inputs);
        inputs = LossForm.Of(new VicReg())[0].Draw(new VicReg(), new(1));
        inputs["weight"] = new(1, 2, 3, 4, 5);
        Says("vicReg takes no \"weight\"; it takes left, right.", "vicReg", inputs);
    }

    private static void Says(string sentence, string loss, LossInputs inputs) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => LossEvaluation.Of(Notation.ParseLoss(loss), inputs)).Message);

    private static (ILoss Loss, LossForm Form, LossInputs Inputs) Batch(string text)
    {
        ILoss loss = Notation.ParseLoss(text);
        LossForm form = LossForm.Of(loss).First(form => form.Inputs.Any(input => input.Name == "label"));
        LossInputs inputs = form.Draw(loss, new(5));
        inputs["weight"] = new(s_weights);
        return (loss, form, inputs);
    }
}
