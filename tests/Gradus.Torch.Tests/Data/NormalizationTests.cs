using Gradus.Torch.Data;

namespace Gradus.Torch.Tests.Data;

public class NormalizationTests
{
    [Theory, InlineData(1), InlineData(31), InlineData(784), InlineData(1000)]
    public void Every_byte_becomes_x_over_255_less_mean_over_deviation(int length)
    {
        byte[] image = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        float[] target = new float[length];
        new Normalization([0.1307], [0.3081]).Apply(image, target);
        for (int i = 0; i < length; i++)
            Assert.Equal(((image[i] / 255.0) - 0.1307) / 0.3081, target[i], 1e-6);
    }

    [Fact]
    public void Each_channel_has_its_own_numbers()
    {
        float[] target = new float[4];
        new Normalization([0, 0.5], [1, 0.25]).Apply([0, 255, 0, 255], target);
        Assert.Equal([0, 1, -2, 2], target);
    }

    [Fact]
    public void Measured_on_a_set_it_centres_and_scales_that_set()
    {
        ImageSet set = Sets.Of(50);
        Normalization measured = Normalization.Of(set);
        float[] target = new float[set.Shape.Size];
        for (int c = 0; c < 2; c++)
        {
            var values = new List<float>();
            for (int i = 0; i < set.Count; i++)
            {
                measured.Apply(set.Image(i), target);
                values.AddRange(target.AsSpan(c * 15, 15));
            }
            Assert.Equal(0, values.Average(), 1e-5);
            Assert.Equal(1, values.Average(v => v * v), 1e-5);
        }
    }

    [Fact]
    public void A_constant_channel_keeps_a_deviation_it_can_be_divided_by() =>
        Assert.Equal(1, Normalization.Of(new ImageSet("flat", [9, 9], [0, 0], new ImageShape(1, 1, 1), ["a"])).Deviations[0]);

    [Fact]
    public void Unusable_numbers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Normalization([0], [0]));
        Assert.Throws<ArgumentException>(() => new Normalization([double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => new Normalization([0, 0], [1]));
        Assert.Throws<ArgumentException>(() => Normalization.Of(Sets.Of(0)));
    }
}
