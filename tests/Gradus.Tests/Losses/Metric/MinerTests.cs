using Gradus.Losses;

namespace Gradus.Tests.Losses.Metric;

public class MinerTests
{
    private static readonly Embedded s_batch = new(40, 5, 6);

    [Fact]
    public void Batch_hard_takes_the_farthest_positive_and_the_nearest_negative()
    {
        foreach (Distance distance in Enum.GetValues<Distance>())
        {
            IReadOnlyList<MinedTriplet> mined = Mine(s_batch, Mining.BatchHard, distance);
            Assert.Equal(Enumerable.Range(0, 40).Where(a => s_batch.Positives(a).Any()), mined.Select(t => t.Anchor));
            Assert.All(mined, t =>
            {
                Assert.Equal(s_batch.Positives(t.Anchor).MaxBy(p => s_batch.Distance(t.Anchor, p, distance)), t.Positive);
                Assert.Equal(s_batch.Negatives(t.Anchor).MinBy(n => s_batch.Distance(t.Anchor, n, distance)), t.Negative);
            });
        }
    }

    [Fact]
    public void Easy_positives_are_the_nearest()
    {
        Assert.All(Mine(s_batch, Mining.EasyPositive), t =>
        {
            Assert.Equal(s_batch.Positives(t.Anchor).MinBy(p => s_batch.Distance(t.Anchor, p)), t.Positive);
            Assert.Equal(s_batch.Negatives(t.Anchor).MinBy(n => s_batch.Distance(t.Anchor, n)), t.Negative);
        });
    }

    [Fact]
    public void Semi_hard_negatives_lie_within_the_margin_and_none_is_passed_over()
    {
        const double Margin = 0.4;
        IReadOnlyList<MinedTriplet> mined = OfflineMining.Triplets<double>(s_batch.Numbers, 5, s_batch.Labels, Mining.SemiHard, margin: Margin);
        Assert.NotEmpty(mined);
        Assert.All(mined, t => Assert.InRange(s_batch.Distance(t.Anchor, t.Negative) - s_batch.Distance(t.Anchor, t.Positive), double.Epsilon, Margin));
        IEnumerable<MinedTriplet> expected =
            from a in Enumerable.Range(0, 40)
            from p in s_batch.Positives(a)
            let d = s_batch.Distance(a, p)
            let n = s_batch.Negatives(a).Where(n => s_batch.Distance(a, n) > d && s_batch.Distance(a, n) < d + Margin).DefaultIfEmpty(-1).MinBy(n => n < 0 ? 0 : s_batch.Distance(a, n))
            where n >= 0
            select new MinedTriplet(a, p, n);
        Assert.Equal(expected, mined);
    }

    [Fact]
    public void Hard_triplets_are_those_in_the_wrong_order_and_all_are_all()
    {
        IEnumerable<MinedTriplet> all = from a in Enumerable.Range(0, 40) from p in s_batch.Positives(a) from n in s_batch.Negatives(a) select new MinedTriplet(a, p, n);
        Assert.Equal(all, Mine(s_batch, Mining.All));
        Assert.Equal(all.Where(t => s_batch.Distance(t.Anchor, t.Negative) <= s_batch.Distance(t.Anchor, t.Positive)), Mine(s_batch, Mining.Hard));
    }

    [Fact]
    public void Distance_weighted_draws_depend_on_the_seed_alone_and_even_out_the_distances()
    {
        Embedded batch = new(400, 16, 4, seed: 3);
        for (int i = 0; i < 400; i++)
        {
            double length = Math.Sqrt(batch.Row(i).Sum(x => x * x));
            for (int k = 0; k < 16; k++) batch.Numbers[i * 16 + k] /= length;
        }

        IReadOnlyList<MinedTriplet> once = Mine(batch, Mining.DistanceWeighted, seed: 5), other = Mine(batch, Mining.DistanceWeighted, seed: 6);
        Assert.Equal(once, Mine(batch, Mining.DistanceWeighted, seed: 5));
        Assert.NotEqual(once, other);
        Assert.All(once, t => Assert.NotEqual(batch.Labels[t.Anchor], batch.Labels[t.Negative]));
        Assert.Equal(Enumerable.Range(0, 400).Sum(a => batch.Positives(a).Count()), once.Count);

        // Almost all negatives lie near √2; drawn by their weight, far more of them are near.
        double drawn = once.Average(t => batch.Distance(t.Anchor, t.Negative));
        double even = once.Take(2000).Average(t => batch.Negatives(t.Anchor).Average(n => batch.Distance(t.Anchor, n)));
        Assert.InRange(even, 1.38, 1.42);
        Assert.InRange(drawn, 0.7, 1.2);
        Assert.All(once, t => Assert.True(batch.Distance(t.Anchor, t.Negative) < 1.4));
    }

    [Fact]
    public void A_table_mined_some_rows_at_a_time_gives_what_it_gives_at_once()
    {
        Embedded table = new(203, 7, 12, seed: 9);
        float[] single = [.. table.Numbers.Select(x => (float)x)];
        foreach (Mining mining in Enum.GetValues<Mining>())
        {
            foreach (int held in (int[])[1, 2000, 20_000])
            {
                Assert.Equal(
                    OfflineMining.Triplets<float>(single, 7, table.Labels, mining),
                    OfflineMining.Triplets<float>(single, 7, table.Labels, mining, distancesHeld: held));
                Assert.Equal(
                    OfflineMining.Pairs<double>(table.Numbers, 7, table.Labels, mining),
                    OfflineMining.Pairs<double>(table.Numbers, 7, table.Labels, mining, distancesHeld: held));
            }
        }
    }

    [Fact]
    public void The_loss_of_a_batch_is_that_of_the_triplets_mined_from_it()
    {
        foreach (Mining mining in Enum.GetValues<Mining>())
        {
            foreach (Distance distance in Enum.GetValues<Distance>())
            {
                Triplet loss = new(Margin: 0.3, distance, Mining: mining, Seed: 4);
                double[] each = [.. OfflineMining.Triplets<double>(s_batch.Numbers, 5, s_batch.Labels, mining, distance, 0.3, 4)
                    .Select(t => Math.Max(0, s_batch.Distance(t.Anchor, t.Positive, distance) - s_batch.Distance(t.Anchor, t.Negative, distance) + 0.3))];
                Assert.Equal(each.Average(), LossEvaluation.Of(loss, s_batch.Inputs).Value, 1e-12);
            }
        }
    }

    [Fact]
    public void Pairs_are_those_of_the_triplets_from_both_ends()
    {
        IReadOnlyList<MinedPair> all = OfflineMining.Pairs<double>(s_batch.Numbers, 5, s_batch.Labels, Mining.All);
        Assert.Equal(40 * 39, all.Count);
        Assert.All(all, p => Assert.Equal(s_batch.Labels[p.Left] == s_batch.Labels[p.Right], p.IsSimilar));
        foreach (Mining mining in Enum.GetValues<Mining>()[1..])
        {
            HashSet<(int, int)> expected = [.. Mine(s_batch, mining).SelectMany(t => ((int, int)[])[(t.Anchor, t.Positive), (t.Anchor, t.Negative)])];
            Assert.Equal(expected.Order(), OfflineMining.Pairs<double>(s_batch.Numbers, 5, s_batch.Labels, mining).Select(p => (p.Left, p.Right)).Order());
        }
    }

    [Fact]
    public void A_table_that_cannot_be_mined_is_refused()
    {
        Assert.Contains("6 numbers and 2 labels", Assert.Throws<ArgumentException>(() => OfflineMining.Triplets<double>(new double[6], 2, [0, 1], Mining.All)).Message);
        Assert.Contains("NaN or infinity", Assert.Throws<ArgumentException>(() => OfflineMining.Pairs<double>([0, double.NaN], 1, [0, 1], Mining.All)).Message);
        Assert.Empty(OfflineMining.Triplets<double>([], 2, [], Mining.BatchHard));
        Assert.Empty(OfflineMining.Triplets<double>([1, 2], 1, [5, 5], Mining.BatchHard));
    }

    private static IReadOnlyList<MinedTriplet> Mine(Embedded batch, Mining mining, Distance distance = Distance.Euclidean, long seed = 0) =>
        OfflineMining.Triplets<double>(batch.Numbers, batch.Width, batch.Labels, mining, distance, 0.2, seed);
}
