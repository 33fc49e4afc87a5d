namespace Gradus;

/// <summary>
/// A small, fast generator of random numbers whose sequence depends on its seed alone, in every version of .NET and on
/// every machine. Steele, Lea, Flood (2014).
/// </summary>
/// <param name="seed">The seed; neighbouring seeds give unrelated sequences.</param>
public sealed class SplitMix64(ulong seed)
{
    private double? _spare;

    /// <summary>What the counter advances by: 2⁶⁴ over the golden ratio.</summary>
    public const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>The generator's one-to-one scrambling of a counter into random bits.</summary>
    public static ulong Scramble(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Random bits as a number from [0, 1), on a grid of 2⁻⁵³.</summary>
    public static double ToUniform(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Scramble(seed = unchecked(seed + Increment));

    /// <summary>A number from [0, 1), on a grid of 2⁻⁵³.</summary>
    public double NextUniform() => ToUniform(NextBits());

    /// <summary>A number from the standard normal distribution, by the polar method. Marsaglia, Bray (1964).</summary>
    public double NextNormal()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        double u, v, square;
        do
        {
            u = 2 * NextUniform() - 1;
            v = 2 * NextUniform() - 1;
            square = u * u + v * v;
        }
        while (square is >= 1 or 0);
        double scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _spare = v * scale;
        return u * scale;
    }
}
