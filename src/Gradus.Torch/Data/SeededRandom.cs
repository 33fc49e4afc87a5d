namespace Gradus.Torch.Data;

/// <summary>A small generator whose numbers depend on its seed alone: the same on every machine and .NET version.</summary>
/// <remarks>
/// The sequence of <see cref="SplitMix64"/> (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014)
/// as a value: a counter advanced by the golden ratio and scrambled. It can be opened anywhere by <see cref="At"/>, so the
/// numbers of sample 4711 in epoch 9 need no replay of what came before. Good for shuffling and augmentation; not for
/// cryptography.
/// It is a mutable struct: pass it by reference, or each copy repeats the same numbers.
/// <see cref="Random"/> is not used because its sequence is not promised to stay.
/// </remarks>
public struct SeededRandom
{
    private ulong _state;

    /// <summary>Starts a sequence at <paramref name="seed"/>; every value is a good seed.</summary>
    public SeededRandom(long seed) => _state = unchecked((ulong)seed);

    /// <summary>Starts the sequence that belongs to a place, for example (seed, epoch, sample).</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="first">The first coordinate of the place.</param>
    /// <param name="second">The second coordinate of the place.</param>
    public static SeededRandom At(long seed, long first, long second = 0)
    {
        unchecked
        {
            // Scrambling between the coordinates keeps (1, 2) and (2, 1) apart, and neighbours unalike.
            ulong place = SplitMix64.Scramble((ulong)seed + SplitMix64.Increment);
            place = SplitMix64.Scramble(place + ((ulong)first * SplitMix64.Increment) + 1);
            place = SplitMix64.Scramble(place + ((ulong)second * SplitMix64.Increment) + 2);
            return new SeededRandom((long)place);
        }
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong Bits() => SplitMix64.Scramble(_state = unchecked(_state + SplitMix64.Increment));

    /// <summary>A number in [0, 1), one of 2⁵³ equally likely ones.</summary>
    public double Unit() => SplitMix64.ToUniform(Bits());

    /// <summary>A number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Between(double low, double high) => low + ((high - low) * Unit());

    /// <summary>An integer in [0, <paramref name="bound"/>), each equally likely (Lemire 2019, with rejection).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not positive.</exception>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong range = (ulong)bound, high = Math.BigMul(Bits(), range, out ulong low);
        if (low < range)
        {
            // The first (2⁶⁴ mod range) products are one too many for some results; draw again there.
            ulong surplus = unchecked(0UL - range) % range;
            while (low < surplus)
                high = Math.BigMul(Bits(), range, out low);
        }
        return (int)high;
    }

    /// <summary>A bell-shaped number of mean 0 and variance 1, never beyond ±6.</summary>
    /// <remarks>The sum of twelve uniform numbers less six: additions only, so no machine's logarithm has a say in it.</remarks>
    public double Bell()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
            sum += Unit();
        return sum;
    }
}
