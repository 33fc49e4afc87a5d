namespace Gradus.Optimizers;

/// <summary>How the state of an optimizer lies in memory. Every step is computed in float32 or wider whatever it is.</summary>
public enum StateFormat
{
    /// <summary>Floating-point numbers of 32 bits; of 64 for parameters of 64.</summary>
    Full,

    /// <summary>16 bits: float32 without its last 16, rounded stochastically.</summary>
    BFloat16,

    /// <summary>8 bits and a scale for each block of 256: dynamic quantization, rounded stochastically.</summary>
    EightBit,
}
