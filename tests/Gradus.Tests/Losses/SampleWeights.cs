using Gradus.Losses;

namespace Gradus.Tests.Losses;

/// <summary>Laws of sample weights, for any form of any loss.</summary>
internal static class SampleWeights
{
    /// <summary>Holds a batch in which samples of weight 0 are NaN against the batch without them.</summary>
    public static void CheckAbsence(ILoss loss, LossForm form, ulong seed)
    {
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            SplitMix64 random = new(seed);
            LossInputs all = form.Draw(loss, random);
            LossEvaluation unweighted = LossEvaluation.Of(loss, all, Reduction.None);
            int parts = unweighted.Values.Count;
            int[] absent = [1, parts - 1], present = [.. Enumerable.Range(0, parts).Except(absent)];
            double[] weights = [.. Enumerable.Range(0, parts).Select(i => absent.Contains(i) ? 0 : 0.5 + random.NextUniform())];
            all["weight"] = unweighted.Values.With(weights);
            LossInputs fewer = new();
            foreach (string name in all.Names.ToArray())
            {
                bool isBySample = all[name].Shape[0] == parts;
                fewer[name] = isBySample ? Rows(all[name], present) : all[name];
                if (isBySample && unweighted.Gradients.ContainsKey(name)) all[name] = Poisoned(all[name], absent);
            }

            LossEvaluation with = LossEvaluation.Of(loss, all, reduction), without = LossEvaluation.Of(loss, fewer, reduction);
            Assert.Equal(without.Value, with.Value, 1e-13 * Math.Max(1, Math.Abs(without.Value)));
            Near(without.Values, Rows(with.Values, present), 1e-13);
            Assert.All(absent, i => Assert.Equal(0, with.Values.Values[i]));
            foreach ((string name, NumberArray gradient) in with.Gradients)
            {
                bool isBySample = gradient.Shape[0] == parts;
                Near(without.Gradients[name], isBySample ? Rows(gradient, present) : gradient, 1e-13);
                if (isBySample) Assert.All(Rows(gradient, absent).Values.ToArray(), slope => Assert.Equal(0, slope));
            }
        }
    }

    /// <summary>Holds one evaluation against another.</summary>
    public static void Same(LossEvaluation one, LossEvaluation other, double tolerance)
    {
        Assert.Equal(one.Value, other.Value, tolerance * Math.Max(1, Math.Abs(one.Value)));
        Near(one.Values, other.Values, tolerance);
        foreach ((string name, NumberArray gradient) in one.Gradients) Near(gradient, other.Gradients[name], tolerance);
    }

    /// <summary>Some rows, or elements, of an array.</summary>
    public static NumberArray Rows(NumberArray array, int[] rows)
    {
        int width = array.Count / array.Shape[0];
        return new([.. rows.SelectMany(row => array.Values.Slice(row * width, width).ToArray())], [rows.Length, .. array.Shape.Skip(1)]);
    }

    private static NumberArray Poisoned(NumberArray array, int[] rows)
    {
        int width = array.Count / array.Shape[0];
        return array.With([.. array.Values.ToArray().Select((x, i) => rows.Contains(i / width) ? double.NaN : x)]);
    }

    private static void Near(NumberArray expected, NumberArray actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        for (int i = 0; i < expected.Count; i++) Assert.Equal(expected.Values[i], actual.Values[i], tolerance * Math.Max(1, Math.Abs(expected.Values[i])));
    }
}
