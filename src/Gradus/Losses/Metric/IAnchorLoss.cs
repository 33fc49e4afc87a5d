using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>A loss of all similarities of an anchor at once: to what it should be like, and to what it should be unlike.</summary>
public interface IAnchorLoss : ILoss
{
    /// <summary>The loss of one anchor, as a number that is the same at every place of the row.</summary>
    /// <param name="s">
    /// The similarities, larger being closer: the cosine, the product, or the negative distance, as <see cref="Distance"/> says.
    /// </param>
    /// <param name="positive">1 where something should be like the anchor, 0 elsewhere; see <see cref="BalancesPositives"/>.</param>
    /// <param name="negative">1 where something should be unlike the anchor, 0 elsewhere. The anchor itself is neither.</param>
    T At<T>(T s, T positive, T negative) where T : struct, IRow<T>;

    /// <summary>What the similarities are made of.</summary>
    Distance Distance { get; }

    /// <summary>What the anchors are compared with.</summary>
    Company Company { get; }

    /// <summary>Whether anchors without anything like them are left out.</summary>
    bool NeedsPositive => true;

    /// <summary>Whether anchors without anything unlike them are left out.</summary>
    bool NeedsNegative => true;

    /// <summary>
    /// Whether the 1s of a row's positives are enlarged to (all rows) / (rows that have positives), so that a term they
    /// multiply is averaged over the latter while the rest is averaged over the former.
    /// </summary>
    bool BalancesPositives => false;
}

/// <summary>What the anchors of a loss are compared with.</summary>
public enum Company
{
    /// <summary>The others of a labelled batch.</summary>
    Batch,

    /// <summary>Keys: the one of the same index is the positive.</summary>
    Keys,

    /// <summary>Proxies, learned vectors: the one whose index is the anchor's label is the positive.</summary>
    Proxies,

    /// <summary>The embeddings of a labelled batch; the anchors themselves are the proxies.</summary>
    Embeddings,
}
