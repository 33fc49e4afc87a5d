using System.Collections.Immutable;
using System.Numerics;

namespace Gradus.Torch.Data;

/// <summary>Turns a byte x of channel c into (x / 255 − meanᶜ) / deviationᶜ.</summary>
public sealed class Normalization
{
    /// <summary>States mean and deviation of each channel, on the scale where 255 is 1.</summary>
    /// <param name="means">One mean per channel.</param>
    /// <param name="deviations">One standard deviation per channel, each above 0.</param>
    /// <exception cref="ArgumentException">The numbers differ in count, are not finite, or a deviation is not above 0.</exception>
    public Normalization(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        if (means.Length != deviations.Length || means.IsEmpty)
            throw new ArgumentException($"{means.Length} means and {deviations.Length} deviations were given; one of each per channel is needed.", nameof(deviations));
        foreach (double mean in means)
        {
            if (!double.IsFinite(mean))
                throw new ArgumentException($"A mean of {mean} is not a number to subtract.", nameof(means));
        }
        foreach (double deviation in deviations)
        {
            if (!(double.IsFinite(deviation) && deviation > 0))
                throw new ArgumentException($"A deviation of {deviation} cannot be divided by; it must be finite and above 0.", nameof(deviations));
        }
        (Means, Deviations) = ([.. means], [.. deviations]);
    }

    /// <summary>The mean of each channel.</summary>
    public ImmutableArray<double> Means { get; }

    /// <summary>The standard deviation of each channel.</summary>
    public ImmutableArray<double> Deviations { get; }

    /// <summary>Leaves values between 0 and 1: mean 0, deviation 1.</summary>
    /// <param name="channels">The number of channels.</param>
    public static Normalization None(int channels)
    {
        double[] means = new double[channels], deviations = new double[channels];
        Array.Fill(deviations, 1);
        return new Normalization(means, deviations);
    }

    /// <summary>Mean and deviation of a set's own pixels. Take them from the training set and use them for every set.</summary>
    /// <param name="set">The set to measure.</param>
    /// <exception cref="ArgumentException">The set is empty.</exception>
    /// <remarks>Summed in integers, so the order of the images makes no difference. A channel of one value gets deviation 1.</remarks>
    public static Normalization Of(ImageSet set)
    {
        if (set.Count == 0)
            throw new ArgumentException($"'{set.Name}' holds no image to measure.", nameof(set));
        double[] means = new double[set.Channels], deviations = new double[set.Channels];
        for (int c = 0; c < set.Channels; c++)
        {
            long sum = 0, squares = 0;
            for (int i = 0; i < set.Count; i++)
            {
                foreach (byte x in set.Image(i).Slice(c * set.Shape.Plane, set.Shape.Plane))
                {
                    sum += x;
                    squares += x * x;
                }
            }
            double n = (double)set.Count * set.Shape.Plane, mean = sum / n;
            double variance = (squares / n) - (mean * mean);
            means[c] = mean / 255;
            deviations[c] = variance > 0 ? Math.Sqrt(variance) / 255 : 1;
        }
        return new Normalization(means, deviations);
    }

    /// <summary>Normalises one image.</summary>
    /// <param name="image">Its bytes, channel by channel; as many channels as there are means.</param>
    /// <param name="target">The place for as many floats.</param>
    public void Apply(ReadOnlySpan<byte> image, Span<float> target)
    {
        int plane = image.Length / Means.Length;
        for (int c = 0; c < Means.Length; c++)
        {
            // (x / 255 − mean) / deviation = x · scale + shift: one multiplication and one addition per value.
            float scale = (float)(1 / (255 * Deviations[c])), shift = (float)(-Means[c] / Deviations[c]);
            Scale(image.Slice(c * plane, plane), target.Slice(c * plane, plane), scale, shift);
        }
    }

    private static void Scale(ReadOnlySpan<byte> x, Span<float> y, float scale, float shift)
    {
        var s = new Vector<float>(scale);
        var b = new Vector<float>(shift);
        int lanes = Vector<float>.Count, block = Vector<byte>.Count, i = 0;
        for (; i <= x.Length - block; i += block)
        {
            Vector.Widen(new Vector<byte>(x[i..]), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> q0, out Vector<uint> q1);
            Vector.Widen(high, out Vector<uint> q2, out Vector<uint> q3);
            Span<float> to = y.Slice(i, block);
            Put(q0, to);
            Put(q1, to[lanes..]);
            Put(q2, to[(2 * lanes)..]);
            Put(q3, to[(3 * lanes)..]);
        }
        for (; i < x.Length; i++)
            y[i] = (x[i] * scale) + shift;

        // Signed conversion is one instruction everywhere; a byte fits either way.
        void Put(Vector<uint> q, Span<float> to) => ((Vector.ConvertToSingle(Vector.AsVectorInt32(q)) * s) + b).CopyTo(to);
    }
}
