namespace Gradus;

/// <summary>
/// A small, fast generator of random numbers whose sequence depends on its seed alone, in every version of .NET and on
/// every machine. Steele, Lea, Flood (2014).
/// </summary>
/// <param name="seed">The seed; neighbouring seeds give unrelated sequences.</param>
public sealed class SplitMix64(ulong seed)
{
    private double? _spare;

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        ulong z = seed += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from [0, 1), on a grid of 2⁻⁵³.</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

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
