using Gradus.Losses;

namespace Gradus.Tests.Losses.Metric;

public class MetricLawTests
{
    private static readonly Embedded s_batch = new(24, 6, 5, seed: 2);

    public static TheoryData<string> OfBatches => [.. Catalog.Losses.Where(entry => Takes((ILoss)entry.Create(), "embedding", "label")).Select(entry => entry.Name)];

    public static TheoryData<string> OfEmbeddings => [.. Catalog.Losses.Where(entry => Takes((ILoss)entry.Create(), "embedding")).Select(entry => entry.Name)];

    [Theory, MemberData(nameof(OfBatches))]
    public void A_batch_with_nothing_alike_or_nothing_unlike_has_a_finite_value_and_gradient(string name)
    {
        foreach (double[] labels in (double[][])[[0, 1, 2, 3], [0, 0, 0, 0]])
        {
            LossEvaluation result = Evaluate(name, new([.. s_batch.Numbers[..12]], [4, 3]), labels);
            Assert.True(double.IsFinite(result.Value));
            Assert.All(result.Gradients["embedding"].Values.ToArray(), slope => Assert.True(double.IsFinite(slope)));
        }
    }

    [Theory, InlineData("triplet"), InlineData("triplet(mining=batchHard)"), InlineData("triplet(mining=semiHard, reducer=perAnchor)"), InlineData("margin"),
     InlineData("nPairs"), InlineData("ntXent"), InlineData("circle"), InlineData("lifted"), InlineData("contrastive(mining=hard, reducer=meanNonZero)")]
    public void A_batch_without_any_triplet_costs_nothing(string loss)
    {
        LossEvaluation result = Evaluate(loss, new([1, 2, 3, 4, 5, 7], [3, 2]), [0, 1, 2]);
        Assert.Equal(0.0, result.Value);
        Assert.All(result.Gradients["embedding"].Values.ToArray(), slope => Assert.Equal(0.0, slope));
    }

    [Theory, MemberData(nameof(OfEmbeddings))]
    public void Equal_embeddings_have_finite_gradients(string name)
    {
        foreach (double value in (double[])[0.5, 0])
        {
            LossInputs inputs = new() { ["embedding"] = new([.. Enumerable.Repeat(value, 12)], [4, 3]), ["label"] = new(0, 0, 1, 1) };
            if (Takes(Notation.ParseLoss(name), "proxy")) inputs["proxy"] = new([.. Enumerable.Repeat(value, 6)], [2, 3]);
            LossEvaluation result = LossEvaluation.Of(Notation.ParseLoss(name), inputs);
            Assert.True(double.IsFinite(result.Value), name);
            Assert.All(result.Gradients.Values.SelectMany(g => g.Values.ToArray()), slope => Assert.True(double.IsFinite(slope), $"{name} at {value}"));
        }
    }

    [Theory, MemberData(nameof(OfBatches))]
    public void The_order_of_a_batch_does_not_matter(string name)
    {
        if (name == "margin") name = "margin(mining=all)";
        int[] order = [.. Enumerable.Range(0, 24).Select(i => (7 * i + 3) % 24)];
        LossEvaluation straight = LossEvaluation.Of(Notation.ParseLoss(name), s_batch.Inputs);
        LossEvaluation mixed = Evaluate(name, new([.. order.SelectMany(s_batch.Row)], [24, 6]), [.. order.Select(i => (double)s_batch.Labels[i])]);
        Assert.Equal(straight.Value, mixed.Value, 1e-12 * Math.Max(1, straight.Value));
        ReadOnlySpan<double> a = straight.Gradients["embedding"].Values, b = mixed.Gradients["embedding"].Values;
        for (int i = 0; i < 24; i++)
        {
            for (int k = 0; k < 6; k++) Assert.Equal(a[order[i] * 6 + k], b[i * 6 + k], 1e-10);
        }
    }

    [Theory, InlineData("ntXent"), InlineData("supCon"), InlineData("multiSimilarity"), InlineData("circle"), InlineData("triplet(distance=cosine)"), InlineData("cosineEmbedding")]
    public void Losses_of_directions_do_not_see_lengths(string name)
    {
        NumberArray scaled = new([.. s_batch.Numbers.Select((x, i) => x * (1 + i / 6))], [24, 6]);
        LossEvaluation result = Evaluate(name, scaled, [.. s_batch.Labels.Select(label => (double)label)]);
        Assert.Equal(LossEvaluation.Of(Notation.ParseLoss(name), s_batch.Inputs).Value, result.Value, 1e-9);

        // And so no gradient points along an embedding.
        for (int i = 0; i < 24; i++)
        {
            double along = 0;
            for (int k = 0; k < 6; k++) along += scaled.Values[i * 6 + k] * result.Gradients["embedding"].Values[i * 6 + k];
            Assert.Equal(0, along, 1e-9);
        }
    }

    [Fact]
    public void Sup_con_with_one_positive_each_is_nt_xent()
    {
        double[] labels = [.. Enumerable.Range(0, 24).Select(i => (double)(i / 2))];
        LossEvaluation a = Evaluate("supCon(temperature=0.3)", s_batch.Vectors, labels), b = Evaluate("ntXent(temperature=0.3)", s_batch.Vectors, labels);
        Assert.Equal(b.Value, a.Value, 1e-12);
        Near(b.Gradients["embedding"], a.Gradients["embedding"], 1e-12);
    }

    [Fact]
    public void N_pairs_on_unit_vectors_is_nt_xent_with_temperature_1()
    {
        NumberArray unit = new([.. Enumerable.Range(0, 24).SelectMany(i => s_batch.Row(i).Select(x => x / Math.Sqrt(s_batch.Row(i).Sum(y => y * y))))], [24, 6]);
        double[] labels = [.. s_batch.Labels.Select(label => (double)label)];
        Assert.Equal(Evaluate("ntXent(temperature=1)", unit, labels).Value, Evaluate("nPairs", unit, labels).Value, 1e-12);
    }

    [Fact]
    public void Arc_face_and_cos_face_without_margin_are_softmax_cross_entropy_of_scaled_cosines()
    {
        Embedded proxies = new(5, 6, 1, seed: 8);
        double[] cosines = [.. from i in Enumerable.Range(0, 24) from c in Enumerable.Range(0, 5) select 16 * (1 - Embedded.Between(s_batch.Row(i), proxies.Row(c), Distance.Cosine))];
        LossInputs inputs = s_batch.Inputs;
        inputs["proxy"] = proxies.Vectors;
        double expected = LossEvaluation.Of(new CrossEntropy(), new(new(cosines, [24, 5]), inputs["label"])).Value;
        Assert.Equal(expected, LossEvaluation.Of(new ArcFace(0, 16), inputs).Value, 1e-10);
        Assert.Equal(expected, LossEvaluation.Of(new CosFace(0, 16), inputs).Value, 1e-10);
        Assert.True(LossEvaluation.Of(new ArcFace(0.5, 16), inputs).Value > expected);
    }

    [Fact]
    public void Arc_face_turns_the_angle_of_the_class_by_its_margin()
    {
        // One embedding at 60° from its proxy and at 90° from the other: cos(60° + m) and 0.
        double m = 0.3, logit = 10 * Math.Cos(Math.PI / 3 + m);
        LossInputs inputs = new() { ["embedding"] = new([2.0, 0, 0], [1, 3]), ["label"] = new(0.0), ["proxy"] = new([0.5, Math.Sqrt(0.75), 0, 0, 0, 3], [2, 3]) };
        Assert.Equal(Math.Log(1 + Math.Exp(-logit)), LossEvaluation.Of(new ArcFace(m, 10), inputs).Value, 1e-13);
    }

    [Fact]
    public void Proxy_anchor_averages_pulls_over_classes_present_and_pushes_over_all()
    {
        Embedded proxies = new(4, 6, 1, seed: 8);
        Embedded batch = new(7, 6, 3, seed: 12);
        double α = 8, δ = 0.2;
        double S(int i, int c) => 1 - Embedded.Between(batch.Row(i), proxies.Row(c), Distance.Cosine);
        int[] present = [.. batch.Labels.Distinct().Select(label => (int)label)];
        double pull = present.Average(c => Math.Log(1 + Enumerable.Range(0, 7).Where(i => batch.Labels[i] == c).Sum(i => Math.Exp(-α * (S(i, c) - δ)))));
        double push = Enumerable.Range(0, 4).Average(c => Math.Log(1 + Enumerable.Range(0, 7).Where(i => batch.Labels[i] != c).Sum(i => Math.Exp(α * (S(i, c) + δ)))));
        LossInputs inputs = batch.Inputs;
        inputs["proxy"] = proxies.Vectors;
        Assert.Equal(pull + push, LossEvaluation.Of(new ProxyAnchor(δ, α), inputs).Value, 1e-12);
    }

    [Fact]
    public void Reducers_differ_in_what_they_divide_by()
    {
        Triplet loss = new(Margin: 0.5, Mining: Mining.All);
        List<double[]> byAnchor = [.. Enumerable.Range(0, 24).Select(a => (
            from p in s_batch.Positives(a) from n in s_batch.Negatives(a) select Math.Max(0, s_batch.Distance(a, p) - s_batch.Distance(a, n) + 0.5)).ToArray()).Where(t => t.Length > 0)];
        double[] all = [.. byAnchor.SelectMany(t => t)];
        foreach ((Reducer reducer, double expected) in ((Reducer, double)[])[
            (Reducer.Mean, all.Average()), (Reducer.MeanNonZero, all.Where(v => v != 0).Average()), (Reducer.Sum, all.Sum()), (Reducer.PerAnchor, byAnchor.Average(t => t.Average()))])
        {
            Triplet reduced = loss with { Reducer = reducer };
            Assert.Equal(expected, LossEvaluation.Of(reduced, s_batch.Inputs).Value, 1e-10 * Math.Abs(expected));
            GradientCheck check = GradientCheck.Of(inputs => LossEvaluation.Of(reduced, inputs), s_batch.Inputs);
            Assert.True(check.Deviation <= 1e-6 * Math.Max(1, Math.Abs(check.Gradient)), $"{check}, {reducer}");
        }
    }

    [Fact]
    public void Every_way_to_mine_and_measure_has_the_gradient_of_central_differences()
    {
        Embedded batch = new(9, 4, 3, seed: 6);
        foreach (Mining mining in Enum.GetValues<Mining>())
        {
            foreach (Distance distance in Enum.GetValues<Distance>())
            {
                foreach (ILoss loss in (ILoss[])[new Triplet(0.7, distance, Mining: mining), new Triplet(0.7, distance, Soft: true, mining), new Contrastive(0.7, distance, mining)])
                {
                    GradientCheck check = GradientCheck.Of(inputs => LossEvaluation.Of(loss, inputs), batch.Inputs);
                    Assert.True(check.Deviation <= 1e-6 * Math.Max(1, Math.Abs(check.Gradient)), $"{check}, {loss}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(OfBatches))]
    public void What_is_not_a_number_makes_the_whole_not_a_number(string name)
    {
        double[] broken = [.. s_batch.Numbers];
        broken[17] = double.NaN;
        LossEvaluation result = Evaluate(name, new(broken, [24, 6]), [.. s_batch.Labels.Select(label => (double)label)]);
        Assert.Equal(double.NaN, result.Value);
        Assert.All(result.Gradients["embedding"].Values.ToArray(), slope => Assert.Equal(double.NaN, slope));
    }

    [Theory, MemberData(nameof(OfEmbeddings))]
    public void Far_and_long_embeddings_do_not_overflow(string name)
    {
        LossInputs inputs = new() { ["embedding"] = new([.. s_batch.Numbers[..24].Select(x => 1e4 * x)], [8, 3]), ["label"] = new(0, 0, 1, 1, 0, 0, 1, 1) };
        if (Takes(Notation.ParseLoss(name), "proxy")) inputs["proxy"] = new([.. s_batch.Numbers[30..36].Select(x => 1e-4 * x)], [2, 3]);
        LossEvaluation result = LossEvaluation.Of(Notation.ParseLoss(name), inputs);
        Assert.True(double.IsFinite(result.Value));
        Assert.All(result.Gradients.Values.SelectMany(g => g.Values.ToArray()), slope => Assert.True(double.IsFinite(slope)));
    }

    [Theory]
    [InlineData("triplet", "embedding has 2 rows, label holds 3 numbers", 3)]
    [InlineData("triplet", "label[1] is 0.5, expected a label", 2)]
    [InlineData("arcFace", "Row 1 has label 4, but there are 2 proxies", 2)]
    public void Labels_that_cannot_be_are_refused(string loss, string says, int labels)
    {
        LossInputs inputs = new() { ["embedding"] = new([1, 2, 3, 4], [2, 2]), ["label"] = new([.. ((double[])[0, loss == "triplet" ? 0.5 : 4, 1])[..labels]]) };
        if (loss == "arcFace") inputs["proxy"] = new([1, 2, 3, 4], [2, 2]);
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => LossEvaluation.Of(Notation.ParseLoss(loss), inputs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_that_mean_nothing_are_refused()
    {
        LossInputs inputs = new() { ["left"] = new([1, 2], [2, 1]), ["right"] = new([1, 2], [2, 1]), ["similar"] = new(1, -1) };
        Assert.Contains("similar[1] is -1, expected 1 for a similar pair or 0", Assert.Throws<ArgumentException>(() => LossEvaluation.Of(new Contrastive(), inputs)).Message);
        inputs = new() { ["left"] = new([1, 2], [2, 1]), ["right"] = new([1, 2], [2, 1]), ["target"] = new(0, -1) };
        Assert.Contains("target[0] is 0, expected 1 for a similar pair or -1", Assert.Throws<ArgumentException>(() => LossEvaluation.Of(new CosineEmbedding(), inputs)).Message);
    }

    private static bool Takes(ILoss loss, params string[] names) => LossForm.Of(loss).Any(form => names.All(name => form.Inputs.Any(input => input.Name == name))
        && (names.Length == 1 || form.Inputs.Count(input => input.IsRequired) == names.Length));

    private static LossEvaluation Evaluate(string loss, NumberArray embedding, double[] labels) =>
        LossEvaluation.Of(Notation.ParseLoss(loss), new() { ["embedding"] = embedding, ["label"] = new(labels) });

    private static void Near(NumberArray expected, NumberArray actual, double tolerance)
    {
        for (int i = 0; i < expected.Count; i++) Assert.Equal(expected.Values[i], actual.Values[i], tolerance);
    }
}
