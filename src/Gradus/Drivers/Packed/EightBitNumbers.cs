using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gradus.Drivers;

/// <summary>
/// Numbers in 8 bits by dynamic quantization: each block of <see cref="BlockLength"/> has a scale s, and a number x = s·a is stored as
/// the rank of a among 256 values. Dettmers et al. (2022), section 1.2.
/// </summary>
/// <remarks>
/// <para>The seven decades from 10⁻⁷ to 1 hold 1, 2, 4, … 64 values of each sign, or 2, 4, … 128 where no number of the block is negative:
/// the midpoints of as many equal parts of a decade. A value's rank is therefore a straight line over each decade, 2ⁱ(a·10⁶⁻ⁱ + 0.8)/0.9
/// over the i-th; the lines meet where decades do, and each is steeper than the next. So the rank over all decades is the least of the seven
/// lines, and its inverse the line that the rank's power of two selects: no search and no table in memory.</para>
/// <para>The scale is such that the block's largest number is the map's last value but 1.0 exactly, in either sign; a negative scale says that
/// the values are those without a sign, and their codes plain ranks; others are ranks below the bit of the sign. A block in which one number is not finite is NaN throughout: what went wrong stays to be seen.</para>
/// </remarks>
internal static unsafe class EightBitNumbers
{
    /// <summary>Elements that share a scale.</summary>
    public const int BlockLength = 256;

    private const int Lanes = 16;

    /// <summary>The largest values in use: the middle of the last of 64 parts, or of 128, of the decade up to 1.</summary>
    private const float SignedTop = 1 - 0.9f / 128, UnsignedTop = 1 - 0.9f / 256;

    /// <summary>Below this a block's largest number counts as that large, so that its lines stay finite.</summary>
    private const float LeastTop = 1e-30f;

    /// <summary>The fixed point of ranks, and the random digits behind it: those that rounding errors reach are left out.</summary>
    private const float Unit = 65536;
    private const uint RandomDigits = 0xFFC00000;
    private const int HalfOfOmitted = 32;

    /// <summary>What to multiply a by, and what to add, for a place among the signed values: a value's own lies half a unit above its rank.</summary>
    private static float Slope(int decade) => (float)(Math.ScaleB(Math.Pow(10, 6 - decade), decade) / 0.9);

    private static float Intercept(int decade) => (float)Math.ScaleB(0.8 / 0.9, decade);

    /// <summary>Below the first value: the line from rank 0, at zero, to that value's place.</summary>
    private const float SignedFirst = 0.55e-6f, SignedStart = 0.5f, UnsignedFirst = 0.325e-6f, UnsignedStart = 0.75f;

    private static readonly float s_slope0 = Slope(0), s_slope1 = Slope(1), s_slope2 = Slope(2), s_slope3 = Slope(3), s_slope4 = Slope(4), s_slope5 = Slope(5), s_slope6 = Slope(6);
    private static readonly float s_add0 = Intercept(0), s_add1 = Intercept(1), s_add2 = Intercept(2), s_add3 = Intercept(3), s_add4 = Intercept(4), s_add5 = Intercept(5), s_add6 = Intercept(6);

    /// <summary>The inverse lines by the last four bits of a rank's exponent; zero, whose place is below 1, has the empty one.</summary>
    private static readonly Vector512<float> s_inverseSlopes = ByExponent(i => 1 / Slope(i)), s_inverseAdds = ByExponent(i => -(float)((double)Intercept(i) / Slope(i)));

    private static Vector512<float> ByExponent(Func<int, float> line)
    {
        Span<float> table = stackalloc float[Lanes];
        table.Clear();
        for (int i = 0; i < 7; i++) table[(127 + i) & 15] = line(i);
        return Vector512.Create<float>(table);
    }

    /// <summary>Widens whole registers: up to 15 numbers more than asked for are read and written.</summary>
    /// <param name="codes">The first code, that of a block's first number.</param>
    /// <param name="scales">That block's scale.</param>
    /// <param name="destination">Where the numbers go.</param>
    /// <param name="count">How many.</param>
    public static void Widen(byte* codes, float* scales, float* destination, nint count)
    {
        for (nint at = 0; at < count; at += BlockLength, scales++)
        {
            nint end = nint.Min(count, at + BlockLength);
            Vector512<float> scale = Vector512.Create(MathF.Abs(*scales));
            Vector512<float> slopes = s_inverseSlopes * scale, adds = s_inverseAdds * scale;
            if (float.IsNegative(*scales))
            {
                for (nint i = at; i < end; i += Lanes)
                {
                    // Twice as many: rank r lies at (r + 3/2)/2 among the signed ones.
                    Vector512<float> place = Line(Vector512.ConvertToSingle(Load(codes + i)), 0.5f, 0.75f);
                    Inverse(place, slopes, adds).Store(destination + i);
                }
            }
            else
            {
                for (nint i = at; i < end; i += Lanes)
                {
                    Vector512<int> code = Load(codes + i), sign = Vector512.ShiftLeft(code, 24) & Vector512.Create(int.MinValue);
                    Vector512<float> place = Vector512.ConvertToSingle(code & Vector512.Create(127)) + Vector512.Create(0.5f);
                    (Inverse(place, slopes, adds).AsInt32() | sign).AsSingle().Store(destination + i);
                }
            }
        }
    }

    /// <summary>Narrows whole registers, each number up or down with the chances that make it right on average.</summary>
    /// <param name="source">The numbers; up to 15 more than asked for are read.</param>
    /// <param name="codes">Where the codes go, that of a block's first number first; up to 15 more are written.</param>
    /// <param name="scales">Where the scales go.</param>
    /// <param name="count">How many.</param>
    /// <param name="key">What the rounding depends on, see <see cref="RoundingNoise.Key"/>.</param>
    /// <param name="begin">The first number's place in its tensor, a multiple of <see cref="BlockLength"/>.</param>
    public static void Narrow(float* source, byte* codes, float* scales, nint count, ulong key, nint begin)
    {
        for (nint at = 0; at < count; at += BlockLength, scales++)
        {
            nint end = nint.Min(count, at + BlockLength);
            float largest = Largest(source + at, end - at, out bool signed);
            if (!float.IsFinite(largest))
            {
                *scales = float.NaN;
                continue;
            }

            float scale = MathF.Max(largest, LeastTop) / (signed ? SignedTop : UnsignedTop);
            *scales = signed ? scale : -scale;
            Vector512<uint> random = RoundingNoise.First(key, (begin + at) / BlockLength);
            if (signed) NarrowSigned(source + at, codes + at, end - at, 1 / scale, random);
            else NarrowUnsigned(source + at, codes + at, end - at, 1 / scale, random);
        }
    }

    /// <summary>Codes are ranks below the sign's bit.</summary>
    private static void NarrowSigned(float* source, byte* codes, nint count, float inverse, Vector512<uint> random)
    {
        Lines lines = new(inverse, 1 / SignedFirst, SignedStart);
        for (nint i = 0; i < count; i += Lanes, random = RoundingNoise.After(random))
        {
            Vector512<float> x = Vector512.Load(source + i);
            Vector512<int> rank = Rounded(Line(lines.Place(Vector512.Abs(x)), Unit, -0.5f * Unit + HalfOfOmitted), random);
            Store(rank | (Vector512.ShiftRightLogical(x.AsInt32(), 24) & Vector512.Create(128)), codes + i);
        }
    }

    /// <summary>Without a sign, what is not zero does not become it: a second moment of zero would turn a division into a leap.</summary>
    private static void NarrowUnsigned(float* source, byte* codes, nint count, float inverse, Vector512<uint> random)
    {
        Lines lines = new(inverse, 0.5f / UnsignedFirst, UnsignedStart);
        for (nint i = 0; i < count; i += Lanes, random = RoundingNoise.After(random))
        {
            Vector512<float> x = Vector512.Load(source + i);
            Vector512<int> rank = Rounded(Line(lines.Place(x), 2 * Unit, -1.5f * Unit + HalfOfOmitted), random);
            Store(Vector512.Max(rank, Vector512.Min(x.AsInt32(), Vector512<int>.One)), codes + i);
        }
    }

    /// <summary>Up or down by chance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Rounded(Vector512<float> place, Vector512<uint> random)
    {
        Vector512<int> digits = Vector512.ShiftRightLogical(random & Vector512.Create(RandomDigits), 16).AsInt32();
        return Vector512.ShiftRightArithmetic(Vector512.ConvertToInt32Native(place) + digits, 16);
    }

    /// <summary>The largest absolute value, and whether any number has a minus; bits compare as their numbers do, NaN being largest.</summary>
    private static float Largest(float* source, nint count, out bool signed)
    {
        Vector512<int> largest = Vector512<int>.Zero, signs = Vector512<int>.Zero;
        for (nint i = 0; i < count; i += Lanes)
        {
            Vector512<int> bits = Vector512.Load(source + i).AsInt32();
            signs |= bits;
            largest = Vector512.Max(largest, bits & Vector512.Create(int.MaxValue));
        }

        signed = Vector512.ExtractMostSignificantBits(signs) != 0;
        Vector256<int> half = Vector256.Max(largest.GetLower(), largest.GetUpper());
        Vector128<int> quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return BitConverter.Int32BitsToSingle(Math.Max(Math.Max(quarter[0], quarter[1]), Math.Max(quarter[2], quarter[3])));
    }

    /// <summary>The lines over the decades, and the one below them, for a block's numbers as they are.</summary>
    private readonly struct Lines(float inverse, float firstSlope, float firstIntercept)
    {
        private readonly Vector512<float> _slope0 = Vector512.Create(s_slope0 * inverse), _slope1 = Vector512.Create(s_slope1 * inverse);
        private readonly Vector512<float> _slope2 = Vector512.Create(s_slope2 * inverse), _slope3 = Vector512.Create(s_slope3 * inverse);
        private readonly Vector512<float> _slope4 = Vector512.Create(s_slope4 * inverse), _slope5 = Vector512.Create(s_slope5 * inverse);
        private readonly Vector512<float> _slope6 = Vector512.Create(s_slope6 * inverse), _first = Vector512.Create(firstSlope * inverse);
        private readonly Vector512<float> _start = Vector512.Create(firstIntercept);

        /// <summary>The place of x ≥ 0 among the signed values.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Place(Vector512<float> x)
        {
            Vector512<float> low = Vector512.MinNative(
                Vector512.MinNative(Vector512.MultiplyAddEstimate(x, _first, _start), Line(x, _slope0, s_add0)),
                Vector512.MinNative(Line(x, _slope1, s_add1), Line(x, _slope2, s_add2)));
            Vector512<float> high = Vector512.MinNative(
                Vector512.MinNative(Line(x, _slope3, s_add3), Line(x, _slope4, s_add4)),
                Vector512.MinNative(Line(x, _slope5, s_add5), Line(x, _slope6, s_add6)));
            return Vector512.MinNative(low, high);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Line(Vector512<float> x, Vector512<float> slope, float intercept) =>
            Vector512.MultiplyAddEstimate(x, slope, Vector512.Create(intercept));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Line(Vector512<float> a, float slope, float intercept) =>
        Vector512.MultiplyAddEstimate(a, Vector512.Create(slope), Vector512.Create(intercept));

    /// <summary>The value at a place among the signed ones, by lines that hold the scale already; 0 at places below 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Inverse(Vector512<float> place, Vector512<float> slopes, Vector512<float> adds)
    {
        Vector512<int> exponent = Vector512.ShiftRightLogical(place.AsInt32(), 23);
        if (Avx512F.IsSupported)
        {
            return Vector512.MultiplyAddEstimate(place, Avx512F.PermuteVar16x32(slopes, exponent), Avx512F.PermuteVar16x32(adds, exponent));
        }

        // The lines of the inverse are the other way round: the largest of them counts. What is not finite comes from the scale.
        Vector512<float> value = slopes[14] * place;
        for (int i = 0; i < 7; i++)
        {
            value = Vector512.MaxNative(Line(place, slopes[(127 + i) & 15], adds[(127 + i) & 15]), value);
        }

        return Vector512.ConditionalSelect(Vector512.LessThan(place, Vector512<float>.One), slopes[14] * place, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Load(byte* codes)
    {
        Vector128<byte> packed = Vector128.Load(codes);
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512Int32(packed);
        Vector256<ushort> half = Vector256.Create(Vector128.WidenLower(packed), Vector128.WidenUpper(packed));
        return Vector512.Create(Vector256.WidenLower(half), Vector256.WidenUpper(half)).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<int> values, byte* codes)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.ConvertToVector128Byte(values).Store(codes);
            return;
        }

        Vector256<ushort> half = Vector256.Narrow(values.GetLower().AsUInt32(), values.GetUpper().AsUInt32());
        Vector128.Narrow(half.GetLower(), half.GetUpper()).Store(codes);
    }
}
