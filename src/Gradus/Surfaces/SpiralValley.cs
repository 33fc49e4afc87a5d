using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>
/// ½(u² + κv²), where (u, v) is (x, y) turned back by the angle φ = (x² + y²)/2: a ravine wound up, the more the farther
/// from its minimum.
/// </summary>
/// <remarks>
/// In polar coordinates it is ½r²(1 + (κ − 1) sin²(θ − φ(r))). Where the slope by θ vanishes, so does the sine or the
/// cosine, and there the slope by r is r or κr: nothing but the origin is level. Two arms lead down to it, along which
/// the height is ½r².
/// </remarks>
/// <param name="Condition">κ: the curvature across the valley over that along it.</param>
[Method("spiralValley", "a valley that winds around its minimum",
    Choose = "The way down keeps turning: momentum built up along one stretch runs into the wall of the next, and no scaling of the axes suits all of it.",
    Source = "After the helical valley of Fletcher, Powell 1963; the formula in the plane is ours")]
public readonly record struct SpiralValley(
    [Param("curvature across the valley over that along it", Min = 1)] double Condition = 25) : ISurface
{
    /// <summary>The spiral of condition number 25.</summary>
    public SpiralValley() : this(Condition: 25) { }

    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        T φ = T.Half * (x * x + y * y);
        T sin = T.Sin(φ), cos = T.Cos(φ);
        T u = x * cos + y * sin, v = y * cos - x * sin;
        return T.Half * (u * u + T.Parameter(Condition, "κ") * (v * v));
    }

    /// <inheritdoc/>
    public Domain Domain => new(-3, 3, -3, 3);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(0, 0)];
}
