using FsCheck;
using FsCheck.Xunit;
using Gradus.Torch.Data;

namespace Gradus.Torch.Tests.Data;

public class ImageSetTests
{
    [Fact]
    public void It_tells_shape_classes_images_and_labels()
    {
        var set = new ImageSet("two", [1, 2, 3, 4], [1, 0], new ImageShape(1, 1, 2), ["no", "yes"]);
        Assert.Equal(("two", 2, 1, 1, 2, 2), (set.Name, set.Count, set.Channels, set.Height, set.Width, set.Classes));
        Assert.Equal([3, 4], set.Image(1).ToArray());
        Assert.Equal(1, set.Label(0));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_with_the_size_that_would()
    {
        var error = Assert.Throws<ArgumentException>(() => new ImageSet("x", new byte[5], [0, 0], new ImageShape(1, 1, 2), ["a"]));
        Assert.StartsWith("2 images of shape 1×1×2 take 4 bytes, but 5 were given.", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(2), InlineData(-1)]
    public void A_label_of_no_class_is_refused_with_its_place(int label)
    {
        var error = Assert.Throws<ArgumentException>(() => new ImageSet("x", new byte[2], [0, label], new ImageShape(1, 1, 1), ["a", "b"]));
        Assert.StartsWith($"Label {label} of image 1 names no class", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subset_of_a_subset_shows_the_right_images()
    {
        ImageSet set = Sets.Of(10), inner = set.Subset([9, 4, 2]).Subset([2, 0]);
        Assert.Equal(2, inner.Count);
        Assert.True(inner.Image(0).SequenceEqual(set.Image(2)));
        Assert.Equal(set.Label(9), inner.Label(1));
    }

    [Fact]
    public void Subsets_share_the_pixels()
    {
        ImageSet set = Sets.Of(10);
        Assert.True(set.Subset([7]).Image(0).Overlaps(set.Image(7)));
    }

    [Fact]
    public void A_place_outside_is_refused()
    {
        ImageSet two = Sets.Of(10).Take(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => two.Subset([2]));
        Assert.Throws<IndexOutOfRangeException>(() => two.Label(2));
    }

    [Property]
    public bool A_split_deals_every_image_to_exactly_one_side(long seed, byte share, byte count)
    {
        ImageSet set = Sets.Of(count);
        double fraction = share / 255.0;
        var (kept, held) = set.Split(seed, fraction);
        var all = Fingerprints(kept).Concat(Fingerprints(held)).Order();
        return held.Count == (int)Math.Round(count * fraction) && all.SequenceEqual(Fingerprints(set).Order());
    }

    [Property]
    public bool The_same_seed_splits_the_same_way(long seed)
    {
        ImageSet set = Sets.Of(20);
        return set.Split(seed, 0.3).Held.Fingerprint == set.Split(seed, 0.3).Held.Fingerprint
            && set.Split(seed, 0.3).Kept.Fingerprint == set.Split(seed, 0.3).Kept.Fingerprint;
    }

    [Theory, InlineData(-0.1), InlineData(1.1), InlineData(double.NaN)]
    public void A_share_outside_0_to_1_is_refused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Sets.Of(3).Split(1, fraction));

    [Fact]
    public void The_fingerprint_is_of_the_content_and_its_order_not_of_the_name()
    {
        ImageSet a = Sets.Of(10);
        var renamed = new ImageSet("other", [.. Enumerable.Range(0, 10).SelectMany(i => a.Image(i).ToArray())], [.. Enumerable.Range(0, 10).Select(a.Label)], Sets.Shape, ["a", "b", "c"]);
        Assert.Equal(a.Fingerprint, renamed.Fingerprint);
        Assert.Equal(a.Fingerprint, a.Subset([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).Fingerprint);
        Assert.NotEqual(a.Fingerprint, a.Subset([1, 0, 2, 3, 4, 5, 6, 7, 8, 9]).Fingerprint);
        Assert.NotEqual(a.Fingerprint, a.Take(9).Fingerprint);
        Assert.Matches("^[0-9a-f]{64}$", a.Fingerprint);
    }

    private static IEnumerable<string> Fingerprints(ImageSet set) =>
        Enumerable.Range(0, set.Count).Select(i => Convert.ToHexString(set.Image(i)) + set.Label(i));
}
