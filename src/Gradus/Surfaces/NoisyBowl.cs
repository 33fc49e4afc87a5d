using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>
/// ½(x² + y²) + a(sin²(11x + 7y) + sin²(13x − 17y) + sin²(5x + 19y)): a bowl roughened by three crossing waves.
/// </summary>
/// <remarks>
/// The ripples belong to the surface: they are the same at every visit, and their slope is part of the exact gradient,
/// so that they hold a small step fast in one of many minima near the lowest. The noise of <c>gradus trace --noise</c>
/// is drawn anew at every step and hides the slope of a surface whose shape it leaves alone: it averages out over steps
/// where ripples average out over distance. With a = 0 only the bowl is left.
/// </remarks>
/// <param name="Ripple">a: the height of each wave.</param>
[Method("noisyBowl", "a bowl roughened by ripples that are the same at every visit",
    Choose = "Small steps stop in the first ripple, large ones and momentum average over many. Unlike the noise of a gradient, waiting does not help.",
    Source = "After the noisy quadratics of Moré, Wild 2009; the formula is ours")]
public readonly record struct NoisyBowl(
    [Param("the height of each wave", Min = 0)] double Ripple = 0.02) : ISurface
{
    /// <summary>The bowl with ripples of height 0.02.</summary>
    public NoisyBowl() : this(Ripple: 0.02) { }

    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        T ripples = Wave(x, 11, y, 7) + Wave(x, 13, y, -17) + Wave(x, 5, y, 19);
        return T.Half * (x * x + y * y) + T.Parameter(Ripple, "a") * ripples;
    }

    /// <inheritdoc/>
    public Domain Domain => new(-3, 3, -3, 3);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(0, 0)];

    private static T Wave<T>(T x, double byX, T y, double byY) where T : struct, IReal<T> =>
        Real.Square(T.Sin(T.Constant(byX) * x + T.Constant(byY) * y));
}
