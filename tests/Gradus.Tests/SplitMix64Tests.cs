namespace Gradus.Tests;

public class SplitMix64Tests
{
    [Fact]
    public void The_sequence_is_the_published_one()
    {
        // The first outputs for seed 1234567 of the authors' C program.
        SplitMix64 random = new(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423];
        Assert.Equal(expected, expected.Select(_ => random.NextBits()));
    }

    [Fact]
    public void Normal_numbers_have_mean_zero_and_variance_one()
    {
        SplitMix64 random = new(1);
        double[] numbers = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextNormal())];
        Assert.Equal(0, numbers.Average(), 0.02);
        Assert.Equal(1, numbers.Average(z => z * z), 0.02);
        Assert.Equal(3, numbers.Average(z => z * z * z * z), 0.15);
    }
}
