namespace Gradus.Torch.Data;

/// <summary>The order in which an epoch visits its samples: a function of (seed, epoch), with no state to restore.</summary>
public static class Permutation
{
    /// <summary>Fills <paramref name="order"/> with 0 … length − 1 in the order of this seed and epoch.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch; any number, each with an order of its own.</param>
    /// <param name="order">The place for the order; its length is the number of samples.</param>
    /// <remarks>Fisher–Yates (Durstenfeld 1964) on <see cref="SeededRandom"/>: every order is equally likely.</remarks>
    public static void Fill(long seed, int epoch, Span<int> order)
    {
        FillInOrder(order);
        SeededRandom random = SeededRandom.At(seed, epoch, -1);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    internal static void FillInOrder(Span<int> order)
    {
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
    }
}
