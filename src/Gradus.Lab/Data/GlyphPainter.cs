using Gradus.Torch.Data;

namespace Gradus.Lab.Data;

/// <summary>Draws one glyph after another; each depends only on what is passed in.</summary>
/// <remarks>
/// A pixel's ink is read off its distance to the nearest stroke. Only + − × ÷ and √ are used, which every machine rounds
/// alike, so the bytes are the same everywhere; the library functions sin, cos and log would not promise that.
/// </remarks>
internal sealed class GlyphPainter(GlyphOptions options)
{
    public const int Side = 28;
    private const double Size = 20, Far = 1e9;
    private const int CurveSteps = 6;
    private readonly double[] _distance = new double[Side * Side]; // squared, to the nearest stroke
    private readonly (double X, double Y)[] points = new (double, double)[16];
    private double _xx, _xy, _yx, _yy, _dx, _dy;

    public void Paint(Stroke[] strokes, ref SeededRandom random, Span<byte> image)
    {
        Array.Fill(_distance, Far);
        Place(ref random);
        double radius = options.Thickness / 2 * (1 + Either(options.ThicknessJitter, ref random));
        foreach (Stroke stroke in strokes)
            Draw(stroke, radius, ref random);
        for (int i = random.Below(options.Specks + 1); i > 0; i--)
            Speck(radius, ref random);
        Develop(radius, ref random, image);
        if (random.Unit() < options.Occlusion)
            Hide(ref random, image);
    }

    // Stretch, shear, rotate, move: from the drawing's unit square to pixels.
    private void Place(ref SeededRandom random)
    {
        var (cos, sin) = Rotation(Either(options.Tilt, ref random));
        double shear = Either(options.Shear, ref random);
        double width = Size * (1 + Either(options.Stretch, ref random)), height = Size * (1 + Either(options.Stretch, ref random));
        (_xx, _xy) = (cos * width, ((cos * shear) - sin) * height);
        (_yx, _yy) = (sin * width, ((sin * shear) + cos) * height);
        const double centre = (Side - 1) / 2.0;
        (_dx, _dy) = (centre + Either(options.Shift, ref random), centre + Either(options.Shift, ref random));
    }

    private void Draw(Stroke stroke, double radius, ref SeededRandom random)
    {
        int n = stroke.Points.Length;
        for (int i = 0; i < n; i++)
        {
            double x = stroke.Points[i].X + Either(options.Wobble, ref random), y = stroke.Points[i].Y + Either(options.Wobble, ref random);
            points[i] = ((_xx * x) + (_xy * y) + _dx, (_yx * x) + (_yy * y) + _dy);
        }
        int segments = stroke.Closed ? n : n - 1;
        for (int i = 0; i < segments; i++)
        {
            var (p1, p2) = (points[i], points[(i + 1) % n]);
            if (stroke.Curved)
                Curve(At(i - 1), p1, p2, At(i + 2), radius);
            else
                Line(p1, p2, radius);
        }

        (double X, double Y) At(int i) => points[stroke.Closed ? (i + n) % n : Math.Clamp(i, 0, n - 1)];
    }

    // Catmull and Rom 1974, uniform: through p1 and p2, with tangents from the neighbours.
    private void Curve((double X, double Y) p0, (double X, double Y) p1, (double X, double Y) p2, (double X, double Y) p3, double radius)
    {
        (double X, double Y) from = p1;
        for (int step = 1; step <= CurveSteps; step++)
        {
            double t = step / (double)CurveSteps;
            (double X, double Y) to = (Along(p0.X, p1.X, p2.X, p3.X, t), Along(p0.Y, p1.Y, p2.Y, p3.Y, t));
            Line(from, to, radius);
            from = to;
        }

        static double Along(double a, double b, double c, double d, double t) =>
            b + (0.5 * t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));
    }

    private void Line((double X, double Y) a, (double X, double Y) b, double radius)
    {
        double reach = radius + 1, ux = b.X - a.X, uy = b.Y - a.Y, length = (ux * ux) + (uy * uy);
        int top = Pixel(Math.Min(a.Y, b.Y) - reach), bottom = Pixel(Math.Max(a.Y, b.Y) + reach);
        int left = Pixel(Math.Min(a.X, b.X) - reach), right = Pixel(Math.Max(a.X, b.X) + reach);
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                double x = column - a.X, y = row - a.Y;
                double t = length > 0 ? Math.Clamp(((x * ux) + (y * uy)) / length, 0, 1) : 0;
                (x, y) = (x - (t * ux), y - (t * uy));
                ref double nearest = ref _distance[(row * Side) + column];
                nearest = Math.Min(nearest, (x * x) + (y * y));
            }
        }

        static int Pixel(double x) => Math.Clamp((int)x, 0, Side - 1);
    }

    private void Speck(double radius, ref SeededRandom random)
    {
        (double X, double Y) a = (random.Between(0, Side), random.Between(0, Side));
        Line(a, (a.X + random.Between(-5, 5), a.Y + random.Between(-5, 5)), radius);
    }

    private void Develop(double radius, ref SeededRandom random, Span<byte> image)
    {
        double paper = options.Fading / 2 * random.Unit(), ink = 1 - (options.Fading * random.Unit()) - paper;
        double grain = options.Noise * random.Unit() * 2;
        for (int i = 0; i < image.Length; i++)
        {
            double covered = Math.Clamp(radius + 0.5 - Math.Sqrt(_distance[i]), 0, 1);
            double value = paper + (ink * covered) + (grain * Grain(random.Bits()));
            image[i] = (byte)(Math.Clamp(value, 0, 1) * 255 + 0.5);
        }
    }

    private static void Hide(ref SeededRandom random, Span<byte> image)
    {
        int height = 4 + random.Below(6), width = 4 + random.Below(6);
        int top = random.Below(Side - height + 1), left = random.Below(Side - width + 1);
        byte grey = (byte)random.Below(256);
        for (int row = top; row < top + height; row++)
            image.Slice((row * Side) + left, width).Fill(grey);
    }

    private static double Either(double most, ref SeededRandom random) => random.Between(-most, most);

    // Four uniform numbers out of one draw; their sum, centred and scaled to variance 1, is bell-shaped enough for grain.
    private static double Grain(ulong bits)
    {
        double sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return ((sum / 65535) - 2) * 1.7320508075688772;
    }

    private static (double Cos, double Sin) Rotation(double degrees)
    {
        double angle = degrees * (3.141592653589793 / 180), cos = 1, sin = angle, term = angle;
        for (int n = 2; n < 24; n++)
        {
            term *= angle / n;
            double signed = (n & 2) == 0 ? term : -term;
            if ((n & 1) == 0)
                cos += signed;
            else
                sin += signed;
        }
        return (cos, sin);
    }
}
