using FsCheck;
using FsCheck.Xunit;
using Gradus.Torch.Data;

namespace Gradus.Torch.Tests.Data;

public class SeededRandomTests
{
    // The reference sequence of SplitMix64 for this seed, as Rosetta Code lists it ("Pseudo-random numbers/Splitmix64").
    [Fact]
    public void It_is_SplitMix64()
    {
        var random = new SeededRandom(1234567);
        ulong[] drawn = [random.Bits(), random.Bits(), random.Bits(), random.Bits(), random.Bits()];
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], drawn);
    }

    [Property]
    public bool Below_stays_below(long seed, PositiveInt bound)
    {
        var random = new SeededRandom(seed);
        return Enumerable.Range(0, 50).All(_ => random.Below(bound.Get) is var n && n >= 0 && n < bound.Get);
    }

    [Fact]
    public void Below_draws_every_number_equally_often()
    {
        var random = new SeededRandom(7);
        int[] counts = new int[10];
        for (int i = 0; i < 100_000; i++)
            counts[random.Below(10)]++;
        // χ² with 9 degrees of freedom exceeds 27.9 once in a thousand seeds.
        Assert.InRange(counts.Sum(n => Math.Pow(n - 10_000, 2) / 10_000), 0, 27.9);
    }

    [Fact]
    public void Unit_and_bell_have_their_moments()
    {
        var random = new SeededRandom(11);
        double[] unit = [.. Enumerable.Range(0, 100_000).Select(_ => random.Unit())];
        double[] bell = [.. Enumerable.Range(0, 100_000).Select(_ => random.Bell())];
        Assert.All(unit, u => Assert.InRange(u, 0, 1 - double.Epsilon));
        Assert.Equal(0.5, unit.Average(), 0.01);
        Assert.Equal(0, bell.Average(), 0.02);
        Assert.Equal(1, bell.Average(z => z * z), 0.02);
    }

    [Property]
    public bool Places_with_swapped_coordinates_differ(long seed, int a, int b) =>
        a == b || SeededRandom.At(seed, a, b).Bits() != SeededRandom.At(seed, b, a).Bits();

    [Fact]
    public void Ten_thousand_neighbouring_places_start_differently()
    {
        var starts = from epoch in Enumerable.Range(0, 100) from sample in Enumerable.Range(0, 100) select SeededRandom.At(3, epoch, sample).Bits();
        Assert.Equal(10_000, starts.Distinct().Count());
    }
}
