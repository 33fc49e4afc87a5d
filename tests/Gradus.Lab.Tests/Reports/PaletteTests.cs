using Gradus.Lab.Charts;

using ScottPlot;

namespace Gradus.Lab.Tests.Reports;

public sealed class PaletteTests
{
    // Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB; the first is normal sight.
    private static readonly double[][] Sights =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    public static TheoryData<string> Themes => ["light", "dark"];

    [Theory]
    [MemberData(nameof(Themes))]
    public void Every_colour_has_at_least_three_to_one_contrast_to_its_background(string name)
    {
        Theme theme = Theme.All.Single(t => t.Name == name);
        for (int i = 0; i < theme.Palette.Count; i++)
            Assert.True(Contrast(theme.Palette[i], theme.Background) >= 3, $"{i}: {Contrast(theme.Palette[i], theme.Background):0.00}");
        Assert.True(Contrast(theme.Foreground, theme.Background) >= 7);
        Assert.True(Contrast(theme.Quiet, theme.Background) >= 4.5);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Any_two_colours_stay_apart_for_every_kind_of_sight(string name)
    {
        SeriesPalette palette = Theme.All.Single(t => t.Name == name).Palette;
        foreach (double[] sight in Sights)
            for (int i = 0; i < palette.Count; i++)
                for (int j = 0; j < i; j++)
                {
                    double distance = Distance(Seen(palette[i], sight), Seen(palette[j], sight));
                    Assert.True(distance >= (i < 7 ? 0.1 : 0.05), $"{j} and {i}: {distance:0.000}");
                }
    }

    private static double Contrast(Color a, Color b)
    {
        double[] l = [.. new[] { a, b }.Select(c => Linear(c)).Select(c => 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]).OrderDescending()];
        return (l[0] + 0.05) / (l[1] + 0.05);
    }

    private static double[] Linear(Color color) =>
        [.. new[] { color.R, color.G, color.B }.Select(v => v / 255.0).Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];

    // OKLab, Ottosson (2020).
    private static double[] Seen(Color color, double[] m)
    {
        double[] c = Linear(color);
        double[] s = [.. Enumerable.Range(0, 3).Select(r => Math.Clamp(m[3 * r] * c[0] + m[3 * r + 1] * c[1] + m[3 * r + 2] * c[2], 0, 1))];
        double l = Math.Cbrt(0.4122214708 * s[0] + 0.5363325363 * s[1] + 0.0514459929 * s[2]);
        double n = Math.Cbrt(0.2119034982 * s[0] + 0.6806995451 * s[1] + 0.1073969566 * s[2]);
        double t = Math.Cbrt(0.0883024619 * s[0] + 0.2817188376 * s[1] + 0.6299787005 * s[2]);
        return
        [
            0.2104542553 * l + 0.7936177850 * n - 0.0040720468 * t,
            1.9779984951 * l - 2.4285922050 * n + 0.4505937099 * t,
            0.0259040371 * l + 0.7827717662 * n - 0.8086757660 * t,
        ];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
