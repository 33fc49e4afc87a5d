namespace Gradus.Losses;

/// <summary>How far apart two embeddings are. The smaller, the closer, for each of them.</summary>
public enum Distance
{
    /// <summary>‖a − b‖; its gradient where a = b is 0.</summary>
    Euclidean,

    /// <summary>‖a − b‖².</summary>
    Squared,

    /// <summary>1 − cos(a, b), from 0 to 2. A vector of length 0 is at right angles to everything and has gradient 0.</summary>
    Cosine,

    /// <summary>−a·b.</summary>
    Dot,
}
