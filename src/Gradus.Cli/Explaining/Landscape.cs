using System.Text.Json;
using Gradus.Algebra;
using Gradus.Surfaces;

namespace Gradus.Cli.Explaining;

/// <summary>Where a surface is worth looking at, and where it is lowest.</summary>
internal static class Landscape
{
    /// <summary>−2 ≤ x ≤ 2, −1 ≤ y ≤ 3.</summary>
    public static string Domain(ISurface surface, FormulaStyle style)
    {
        Domain d = surface.Domain;
        (string less, string gap) = style == FormulaStyle.Latex ? (@" \le ", @", \quad ") : (" ≤ ", ", ");
        return $"{Number(d.Left, style)}{less}x{less}{Number(d.Right, style)}{gap}{Number(d.Bottom, style)}{less}y{less}{Number(d.Top, style)}";
    }

    /// <summary>f(1, 1) = 0 for each of the lowest points.</summary>
    public static IEnumerable<string> Minima(ISurface surface, FormulaStyle style) =>
        surface.Minima.Select(at => $"f({Number(at.X, style)}, {Number(at.Y, style)}) = {Number(Lowest(surface, at), style)}");

    /// <summary>What there is instead of minima, where there are none.</summary>
    public static string WithoutMinima(ISurface surface) => surface is TypedSurface ? "not known of a typed formula" : "none: it falls without end";

    /// <summary>Domain and minima in a few words.</summary>
    public static string Words(ISurface surface)
    {
        IReadOnlyList<Point> minima = surface.Minima;
        string lowest = minima.Count == 0 ? WithoutMinima(surface)
            : $"lowest {Number(Lowest(surface, minima[0]), FormulaStyle.Unicode)} at {string.Join(" and ", minima.Select(at => $"({Number(at.X, FormulaStyle.Unicode)}, {Number(at.Y, FormulaStyle.Unicode)})"))}";
        return $"{Domain(surface, FormulaStyle.Unicode)}; {lowest}.";
    }

    /// <summary>The same as members of an object, in exact numbers.</summary>
    public static void WriteJson(Utf8JsonWriter json, ISurface surface)
    {
        json.WriteStartObject("domain");
        json.Numbers("x", [surface.Domain.Left, surface.Domain.Right]);
        json.Numbers("y", [surface.Domain.Bottom, surface.Domain.Top]);
        json.WriteEndObject();
        json.List("minima", surface.Minima, at => json.Object(() =>
        {
            json.Numbers("point", [at.X, at.Y]);
            json.Number("value", surface.Value(at));
        }));
    }

    /// <summary>Rounding at a root leaves a number too small to mean anything.</summary>
    private static double Lowest(ISurface surface, Point at) => surface.Value(at) is var value && Math.Abs(value) < 1e-12 ? 0 : value;

    private static string Number(double value, FormulaStyle style) =>
        style == FormulaStyle.Latex ? Say.Number(value) : Say.Number(value).Replace('-', '−');
}
