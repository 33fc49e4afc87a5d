namespace Gradus.Lab.Data;

/// <summary>A pen stroke: a polyline, or a curve through the same points.</summary>
/// <param name="Points">x to the right, y down, the drawing between −0.5 and 0.5.</param>
/// <param name="Curved">Catmull–Rom through the points instead of straight lines between them.</param>
/// <param name="Closed">Back to the first point.</param>
internal sealed record Stroke((double X, double Y)[] Points, bool Curved = false, bool Closed = false);

/// <summary>The ten drawings. Rings, crossings and tips come in look-alikes on purpose.</summary>
internal static class GlyphShapes
{
    private static readonly (double X, double Y)[] Compass =
        [(1, 0), (0.7071, 0.7071), (0, 1), (-0.7071, 0.7071), (-1, 0), (-0.7071, -0.7071), (0, -1), (0.7071, -0.7071)];

    public static readonly (string Name, Stroke[] Strokes)[] All =
    [
        ("ring", [new(Round(0, 8, 0.42, 0.42), Curved: true, Closed: true)]),
        ("horseshoe", [new(Round(1, 7, 0.42, 0.42), Curved: true)]),
        ("spiral", [new(Round(0, 15, 0.06, 0.46), Curved: true)]),
        ("cross", [new([(-0.42, 0), (0.42, 0)]), new([(0, -0.42), (0, 0.42)])]),
        ("tee", [new([(-0.42, -0.34), (0.42, -0.34)]), new([(0, -0.34), (0, 0.42)])]),
        ("fork", [new([(-0.38, -0.42), (0, 0), (0.38, -0.42)]), new([(0, 0), (0, 0.42)])]),
        ("arrow", [new([(0, 0.42), (0, -0.42)]), new([(-0.34, -0.08), (0, -0.42), (0.34, -0.08)])]),
        ("zigzag", [new([(-0.36, -0.4), (0.36, -0.4), (-0.36, 0.4), (0.36, 0.4)])]),
        ("snake", [new([(0.34, -0.28), (0, -0.44), (-0.32, -0.24), (0, 0), (0.32, 0.24), (0, 0.44), (-0.34, 0.28)], Curved: true)]),
        ("triangle", [new([(0, -0.44), (0.44, 0.36), (-0.44, 0.36)], Closed: true)]),
    ];

    // Points an eighth of a turn apart, clockwise from the east, the radius growing evenly.
    private static (double X, double Y)[] Round(int start, int count, double first, double last) =>
        [.. Enumerable.Range(0, count).Select(i =>
        {
            double radius = first + ((last - first) * i / (count - 1));
            var (x, y) = Compass[(start + i) % 8];
            return (radius * x, radius * y);
        })];
}
