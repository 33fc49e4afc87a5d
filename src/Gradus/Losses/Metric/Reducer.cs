namespace Gradus.Losses;

/// <summary>What the mean of mined pairs or triplets is; <see cref="Reduction.Sum"/> and <see cref="Reduction.None"/> do without.</summary>
public enum Reducer
{
    /// <summary>The mean over all of them.</summary>
    Mean,

    /// <summary>The mean over those whose loss is not 0.</summary>
    MeanNonZero,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The mean over anchors of the mean over each anchor's own.</summary>
    PerAnchor,
}
