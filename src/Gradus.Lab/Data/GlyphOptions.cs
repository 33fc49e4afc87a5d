namespace Gradus.Lab.Data;

/// <summary>How far each drawing strays from its class's shape. The defaults make the data set that reports name.</summary>
/// <remarks>Each number is the largest deviation; every sample draws its own, evenly, within it.</remarks>
public sealed record GlyphOptions
{
    /// <summary>Neither tilt, noise nor distraction: the shapes as they are.</summary>
    public static GlyphOptions Plain { get; } = new()
    {
        Tilt = 0,
        Shear = 0,
        Stretch = 0,
        Shift = 0,
        Wobble = 0,
        ThicknessJitter = 0,
        Fading = 0,
        Noise = 0,
        Specks = 0,
        Occlusion = 0,
    };

    /// <summary>Rotation either way, in degrees.</summary>
    public double Tilt { get; init; } = 20;

    /// <summary>Horizontal shift per unit of height, either way.</summary>
    public double Shear { get; init; } = 0.2;

    /// <summary>Share by which width and height each grow or shrink.</summary>
    public double Stretch { get; init; } = 0.2;

    /// <summary>Pixels, along either axis.</summary>
    public double Shift { get; init; } = 2.25;

    /// <summary>How far each point of the drawing wanders, in parts of its size.</summary>
    public double Wobble { get; init; } = 0.05;

    /// <summary>The pen's mean width in pixels.</summary>
    public double Thickness { get; init; } = 2.4;

    /// <summary>Share by which the pen's width varies.</summary>
    public double ThicknessJitter { get; init; } = 0.4;

    /// <summary>Share of contrast that ink and paper may lose.</summary>
    public double Fading { get; init; } = 0.5;

    /// <summary>Standard deviation of the grain in parts of white, on average; an image has up to twice as much.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>Up to this many stray strokes a few pixels long.</summary>
    public int Specks { get; init; } = 2;

    /// <summary>Probability that a grey patch hides a part.</summary>
    public double Occlusion { get; init; } = 0.3;

    internal void Check()
    {
        Within(Tilt, 0, 180, nameof(Tilt));
        Within(Shear, 0, 2, nameof(Shear));
        Within(Stretch, 0, 0.9, nameof(Stretch));
        Within(Shift, 0, 28, nameof(Shift));
        Within(Wobble, 0, 1, nameof(Wobble));
        Within(Thickness, 0.1, 14, nameof(Thickness));
        Within(ThicknessJitter, 0, 1, nameof(ThicknessJitter));
        Within(Fading, 0, 1, nameof(Fading));
        Within(Noise, 0, 1, nameof(Noise));
        Within(Specks, 0, 100, nameof(Specks));
        Within(Occlusion, 0, 1, nameof(Occlusion));

        static void Within(double value, double low, double high, string name)
        {
            if (!(value >= low && value <= high))
                throw new ArgumentOutOfRangeException(name, value, $"{name} lies between {low} and {high}.");
        }
    }
}
