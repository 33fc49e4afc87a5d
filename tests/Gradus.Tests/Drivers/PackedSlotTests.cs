using Gradus.Optimizers;

namespace Gradus.Tests.Drivers;

public class PackedSlotTests
{
    private const int Count = 1003;

    /// <summary>The map as its authors define it: 2ⁱ midpoints of equal parts of each decade, of both signs or twice as many.</summary>
    private static double[] Map(bool signed)
    {
        List<double> values = [0, 1];
        for (int i = 0; i < 7; i++)
        {
            int parts = (signed ? 1 : 2) << i;
            for (int k = 0; k < parts; k++)
            {
                double value = Math.Pow(10, i - 6) * (0.1 + 0.9 * (k + 0.5) / parts);
                values.Add(value);
                if (signed) values.Add(-value);
            }
        }

        values.Sort();
        Assert.Equal(256, values.Count);
        return [.. values];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Eight_bits_are_the_neighbours_of_a_number_in_the_dynamic_map(bool signed)
    {
        double[] map = Map(signed);
        float[] x = Spread(seed: 3, signed, Count);
        using PackedMemory memory = new(Count, StateFormat.EightBit);
        float[] stored = memory.Stored(0, x);
        for (int block = 0; block < Count; block += 256)
        {
            int end = Math.Min(Count, block + 256);
            double top = map[254], scale = x[block..end].Max(Math.Abs) / top;
            for (int i = block; i < end; i++)
            {
                double a = x[i] / scale, kept = stored[i] / scale;
                int above = Math.Min(Array.FindIndex(map, value => value >= a - 1e-6 * Math.Abs(a)), 254);
                double lower = map[Math.Max(signed ? 1 : 0, above - 1)], upper = map[above];
                bool isNear = Math.Abs(kept - lower) <= 1e-5 * Math.Abs(lower) || Math.Abs(kept - upper) <= 1e-5 * Math.Abs(upper) || above + 1 < 256 && Math.Abs(kept - map[above + 1]) <= 1e-5 * Math.Abs(map[above + 1]);
                Assert.True(isNear, $"{a:G9} lies between {lower:G9} and {upper:G9}, but {kept:G9} was kept");
            }
        }
    }

    [Theory]
    [InlineData(StateFormat.EightBit, 0.01)]
    [InlineData(StateFormat.BFloat16, 0.008)]
    public void The_error_is_bounded_by_the_blocks_largest_number(StateFormat format, double share)
    {
        float[] x = Spread(seed: 5, signed: true, Count);
        using PackedMemory memory = new(Count, format);
        float[] stored = memory.Stored(0, x);
        for (int i = 0; i < Count; i++)
        {
            double largest = x[(i / 256 * 256)..Math.Min(Count, i / 256 * 256 + 256)].Max(Math.Abs);
            Assert.InRange(stored[i], x[i] - share * 1.5 * largest, x[i] + share * 1.5 * largest);
        }
    }

    [Theory]
    [InlineData(StateFormat.EightBit, true)]
    [InlineData(StateFormat.EightBit, false)]
    [InlineData(StateFormat.BFloat16, true)]
    public void Rounding_is_right_on_average(StateFormat format, bool signed)
    {
        const int Rounds = 4000;
        int tested = 0;
        float[] x = Spread(seed: 7, signed, 256);
        float largest = x.Max(Math.Abs);
        using PackedMemory memory = new(256, format);
        double[] sum = new double[256], squares = new double[256];
        for (int round = 0; round < Rounds; round++)
        {
            float[] stored = memory.Stored(0, x, key: 77 + (ulong)round * 0x9E3779B97F4A7C15);
            for (int i = 0; i < 256; i++)
            {
                sum[i] += stored[i] - x[i];
                squares[i] += Math.Pow(stored[i] - x[i], 2);
            }
        }

        for (int i = 0; i < 256; i++)
        {
            if (format == StateFormat.EightBit && !IsWithinADecade(Math.Abs(x[i]) / largest * Map(signed)[254], signed)) continue;
            tested++;
            double error = Math.Sqrt(squares[i] / Rounds), allowed = 5 * error / Math.Sqrt(Rounds);
            Assert.True(Math.Abs(sum[i] / Rounds) <= allowed + 1e-7 * Math.Abs(x[i]), $"{x[i]:G6} is {sum[i] / Rounds:G4} off on average, a single one {error:G4}");
        }

        Assert.InRange(tested, 150, 256);
    }

    /// <summary>Whether a lies between the first and the last value of a decade: where two meet, the middle of the gap counts as its mean.</summary>
    private static bool IsWithinADecade(double a, bool signed)
    {
        int decade = 6 + (int)Math.Floor(Math.Log10(a)) + 1;
        if (decade < 0) return false;
        double margin = 0.45 / ((signed ? 1 : 2) << decade), place = a * Math.Pow(10, 6 - decade);
        return place >= 0.1 + margin && place <= 1 - margin;
    }

    [Theory]
    [InlineData(StateFormat.EightBit)]
    [InlineData(StateFormat.BFloat16)]
    [InlineData(StateFormat.Full)]
    public void Zero_stays_zero(StateFormat format)
    {
        using PackedMemory memory = new(Count, format);
        Assert.All(memory.Numbers(0), x => Assert.Equal(0, x));
        foreach (float one in (float[])[0, 1, -1, 1e-30f, float.Epsilon])
        {
            float[] x = new float[Count];
            x[300] = one;
            float[] stored = memory.Stored(0, x);
            for (int i = 0; i < Count; i++) Assert.True(i == 300 || stored[i] == 0, $"place {i} holds {stored[i]} beside {one}");
            if (Math.Abs(one) > 1e-35) Assert.Equal(one, stored[300], Math.Abs(one) * 0.01f);
        }
    }

    [Fact]
    public void A_positive_number_among_others_never_becomes_zero()
    {
        float[] x = [.. Enumerable.Range(0, 256).Select(i => MathF.Pow(10, -i / 20f))];
        using PackedMemory memory = new(256, StateFormat.EightBit);
        for (ulong key = 0; key < 50; key++) Assert.All(memory.Stored(0, x, key), value => Assert.True(value > 0));
    }

    [Fact]
    public void What_is_not_finite_spoils_its_block_and_no_other()
    {
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            float[] x = Spread(seed: 1, signed: true, Count);
            x[300] = bad;
            using PackedMemory memory = new(Count, StateFormat.EightBit);
            float[] stored = memory.Stored(0, x);
            for (int i = 0; i < Count; i++) Assert.Equal(i is >= 256 and < 512, float.IsNaN(stored[i]));
        }
    }

    [Fact]
    public void Bfloat16_keeps_what_is_not_finite_where_it_is()
    {
        float[] x = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, BitConverter.UInt32BitsToSingle(0x7FFFFFFF), BitConverter.UInt32BitsToSingle(0xFFFFFFFF), 1, -0f];
        using PackedMemory memory = new(x.Length, StateFormat.BFloat16);
        for (ulong key = 0; key < 20; key++) Assert.Equal([float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.NaN, 1, -0f], memory.Stored(0, x, key));
    }

    [Theory]
    [InlineData(StateFormat.EightBit)]
    [InlineData(StateFormat.BFloat16)]
    public void What_was_stored_once_is_stored_again_without_change(StateFormat format)
    {
        using PackedMemory memory = new(Count, format);
        float[] once = memory.Stored(0, Spread(seed: 9, signed: true, Count));
        for (ulong key = 0; key < 200; key++)
        {
            float[] again = memory.Stored(0, once, key);
            for (int i = 0; i < Count; i++) Assert.Equal(once[i], again[i], Math.Abs(once[i]) * 1e-6f);
        }
    }

    /// <summary>Numbers over seven decades.</summary>
    private static float[] Spread(ulong seed, bool signed, int count)
    {
        SplitMix64 random = new(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++)
        {
            double size = 0.03 * Math.Pow(10, -7 * random.NextUniform());
            numbers[i] = (float)(signed && random.NextUniform() < 0.5 ? -size : size);
        }

        return numbers;
    }
}
