using FsCheck;
using FsCheck.Xunit;
using Gradus.Torch.Data;

namespace Gradus.Torch.Tests.Data;

public class PermutationTests
{
    [Property]
    public bool Every_order_is_a_permutation(long seed, int epoch, NonNegativeInt count) =>
        Order(seed, epoch, count.Get).Order().SequenceEqual(Enumerable.Range(0, count.Get));

    [Property]
    public bool The_same_seed_and_epoch_give_the_same_order(long seed, int epoch) =>
        Order(seed, epoch, 100).SequenceEqual(Order(seed, epoch, 100));

    [Property]
    public bool Another_epoch_gives_another_order(long seed, int epoch) =>
        !Order(seed, epoch, 100).SequenceEqual(Order(seed, unchecked(epoch + 1), 100));

    [Fact]
    public void All_orders_of_four_are_equally_likely()
    {
        var counts = Enumerable.Range(0, 24_000).CountBy(epoch => string.Join(' ', Order(5, epoch, 4))).ToDictionary();
        Assert.Equal(24, counts.Count);
        // χ² with 23 degrees of freedom exceeds 49.7 once in a thousand seeds.
        Assert.InRange(counts.Values.Sum(n => Math.Pow(n - 1000, 2) / 1000), 0, 49.7);
    }

    private static int[] Order(long seed, int epoch, int count)
    {
        int[] order = new int[count];
        Permutation.Fill(seed, epoch, order);
        return order;
    }
}
