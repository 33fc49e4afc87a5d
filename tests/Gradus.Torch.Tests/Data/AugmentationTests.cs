using FsCheck;
using FsCheck.Xunit;
using Gradus.Torch.Data;

namespace Gradus.Torch.Tests.Data;

public class AugmentationTests
{
    private static readonly ImageShape Square = new(1, 3, 3);
    private static readonly byte[] Digits = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Fact]
    public void A_flip_mirrors_every_row_of_every_channel() =>
        Assert.Equal([2, 1, 4, 3, 6, 5, 8, 7], Apply(new RandomFlip(1), [1, 2, 3, 4, 5, 6, 7, 8], new ImageShape(2, 2, 2), 0));

    [Fact]
    public void A_flip_of_probability_0_changes_nothing() =>
        Assert.Equal(Digits, Apply(new RandomFlip(0), Digits, Square, 3));

    [Fact]
    public void A_shift_of_0_changes_nothing() =>
        Assert.Equal(Digits, Apply(new RandomShift(0), Digits, Square, 3));

    [Fact]
    public void A_shift_by_one_yields_exactly_the_nine_windows_of_the_padded_image()
    {
        var seen = Enumerable.Range(0, 500).Select(seed => Convert.ToHexString(Apply(new RandomShift(1), Digits, Square, seed))).ToHashSet();
        var windows = from down in new[] { -1, 0, 1 } from right in new[] { -1, 0, 1 } select Convert.ToHexString(Window(down, right));
        Assert.True(seen.SetEquals(windows));
    }

    [Property]
    public bool A_shift_beyond_the_image_is_harmless(int seed, byte pixels) =>
        Apply(new RandomShift(pixels), Digits, Square, seed).All(x => x is >= 0 and <= 9);

    [Fact]
    public void Ranges_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomShift(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomFlip(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomFlip(double.NaN));
    }

    private static byte[] Window(int down, int right) =>
        [.. from row in Enumerable.Range(0, 3)
            from column in Enumerable.Range(0, 3)
            let r = row - down
            let c = column - right
            select r is >= 0 and < 3 && c is >= 0 and < 3 ? Digits[(r * 3) + c] : (byte)0];

    private static byte[] Apply(IAugmentation augmentation, byte[] image, ImageShape shape, int seed)
    {
        // The target starts dirty, as the loader's scratch does.
        byte[] target = [.. Enumerable.Repeat((byte)200, image.Length)];
        var random = new SeededRandom(seed);
        augmentation.Apply(image, target, shape, ref random);
        return target;
    }
}
