using FsCheck.Xunit;
using Gradus.Lab.Data;
using Gradus.Torch.Data;

namespace Gradus.Lab.Tests.Data;

public class GlyphsTests
{
    // Whoever changes the drawings changes the data set that reports name: that deserves a new number here, on purpose.
    [Fact]
    public void The_default_set_is_these_bytes_on_every_machine()
    {
        TrainTest data = Glyphs.Create(seed: 1, train: 200, test: 100);
        Assert.Equal("fd5dc390d72659059b3eec1d7497ee3948e58cbb2cd25ad90d813319a79f5bcb", data.Train.Fingerprint);
        Assert.Equal("ea79ca03cded7c61d4cb1cbb71ca2a07707a7684db3aee6f7197190feecd14fe", data.Test.Fingerprint);
    }

    [Property(MaxTest = 10)]
    public bool The_same_seed_draws_the_same_images_and_another_seed_others(long seed) =>
        Print(seed) == Print(seed) && Print(seed) != Print(unchecked(seed + 1));

    [Fact]
    public void An_image_does_not_depend_on_how_many_are_drawn()
    {
        ImageSet few = Glyphs.Create(train: 25, test: 0).Train, many = Glyphs.Create(train: 400, test: 0).Train;
        Assert.Equal(few.Fingerprint, many.Take(25).Fingerprint);
    }

    [Fact]
    public void Training_and_test_set_share_no_image()
    {
        TrainTest data = Glyphs.Create(train: 500, test: 500);
        Assert.Empty(Images(data.Train).Intersect(Images(data.Test)));
        Assert.Equal(500, Images(data.Train).Distinct().Count());
    }

    [Fact]
    public void Classes_come_in_turn_and_have_names_of_their_own()
    {
        ImageSet set = Glyphs.Create(train: 40, test: 0).Train;
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(i % 10, set.Label(i)));
        Assert.Equal(10, set.ClassNames.Distinct().Count());
    }

    [Fact]
    public void Plain_glyphs_of_a_class_are_all_alike_and_the_ten_differ() =>
        Assert.Equal(10, Images(Glyphs.Create(train: 100, test: 0, options: GlyphOptions.Plain).Train).Distinct().Count());

    [Fact]
    public void A_plain_ring_is_round_empty_and_in_the_middle()
    {
        ReadOnlySpan<byte> ring = Glyphs.Create(train: 1, test: 0, options: GlyphOptions.Plain).Train.Image(0);
        Assert.Equal(0, ring[(14 * 28) + 14]);
        Assert.Equal(0, ring[0]);
        for (int row = 0; row < 28; row++)
        {
            for (int column = 0; column < 28; column++)
                Assert.Equal(ring[(row * 28) + column], ring[((27 - row) * 28) + 27 - column], 1.0);
        }
    }

    [Fact]
    public void Negative_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Glyphs.Create(train: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Glyphs.Create(test: -1));
    }

    [Fact]
    public void An_option_out_of_range_is_named_with_its_range()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Glyphs.Create(options: new() { Stretch = 1.5 }));
        Assert.StartsWith("Stretch lies between 0 and 0.9.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Glyphs.Create(options: new() { Noise = double.NaN }));
    }

    private static string Print(long seed) => Glyphs.Create(seed, train: 20, test: 0).Train.Fingerprint;

    private static IEnumerable<string> Images(ImageSet set) => Enumerable.Range(0, set.Count).Select(i => Convert.ToHexString(set.Image(i)));
}
