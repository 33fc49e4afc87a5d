using System.Reflection;

using ScottPlot;

using SkiaSharp;

namespace Gradus.Lab.Charts;

/// <summary>The font charts are measured and drawn with. It travels in the assembly because a container often has no
/// font at all, and then Skia draws no text without a word of complaint.</summary>
internal sealed class ChartFont : IFontResolver
{
    public const string Name = "Gradus Chart";

    /// <summary>Family list for SVG text: the font's metrics are those of Arial.</summary>
    public const string CssFamilies = "'Gradus Chart', Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif";

    private const string Resource = "Gradus.Lab.Charts.Fonts.GradusChart-Regular.ttf";

    private static readonly Lazy<byte[]> File = new(Load);
    private static readonly Lazy<SKTypeface> Typeface = new(() => SKTypeface.FromData(SKData.CreateCopy(File.Value)));
    private static readonly Lazy<bool> Registered = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new ChartFont());
        return true;
    });

    /// <summary>The font file, for pages that carry it along.</summary>
    public static byte[] Bytes => File.Value;

    /// <summary>The family to draw these texts with: ours, or one of the system's where only that has every character.</summary>
    public static string For(IEnumerable<string> texts)
    {
        _ = Registered.Value;
        string all = string.Concat(texts.Append("0123456789.%")).ReplaceLineEndings("");
        if (Typeface.Value.ContainsGlyphs(all)) return Name;
        string other = Fonts.Detect(all);
        return Fonts.GetTypeface(other, bold: false, italic: false) is { } typeface && typeface.ContainsGlyphs(all) ? other : Name;
    }

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? Typeface.Value : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName == Name ? Typeface.Value : null;

    private static byte[] Load()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
