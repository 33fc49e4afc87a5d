namespace Gradus.Losses;

/// <summary>Which triplets (anchor a, positive p, negative n), and so which pairs, of a batch take part.</summary>
/// <remarks>
/// A positive has the anchor's label, a negative another. Pairs are those of the triplets that are chosen, each once for
/// each of its two ends; with <see cref="All"/>, also those of anchors that are in no triplet.
/// </remarks>
public enum Mining
{
    /// <summary>All there are.</summary>
    All,

    /// <summary>Those in the wrong order: d(a, n) ≤ d(a, p).</summary>
    Hard,

    /// <summary>For each anchor its farthest positive and its nearest negative. Hermans, Beyer, Leibe (2017), eq. 5.</summary>
    BatchHard,

    /// <summary>
    /// For each anchor and positive the nearest negative with d(a, p) &lt; d(a, n) &lt; d(a, p) + margin, where there is
    /// one. Schroff, Kalenichenko, Philbin (2015), eq. 4.
    /// </summary>
    SemiHard,

    /// <summary>For each anchor its nearest positive and its nearest negative. Xuan, Stylianou, Pless (2020).</summary>
    EasyPositive,

    /// <summary>
    /// For each anchor and positive one negative, drawn so that all distances on the unit sphere are equally likely.
    /// Wu et al. (2017), eq. 6.
    /// </summary>
    DistanceWeighted,
}
