using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>½((x + y)²/2 + κ(y − x)²/2): a quadratic of condition number κ whose axes lie diagonally.</summary>
/// <param name="Condition">κ: the curvature across the valley over that along it.</param>
[Method("ravine", "a long diagonal valley: a quadratic as ill-conditioned as you like",
    Choose = "Per-coordinate rates (adam, rmsprop) help only along the axes: this valley runs diagonally, where momentum is what helps.",
    Source = "Nocedal, Wright 2006, §3.3; the rotation is ours")]
public readonly record struct Ravine(
    [Param("curvature across the valley over that along it", Min = 1)] double Condition = 100) : ISurface
{
    /// <summary>The ravine of condition number 100.</summary>
    public Ravine() : this(Condition: 100) { }

    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T> =>
        T.Constant(0.25) * (Real.Square(x + y) + T.Parameter(Condition, "κ") * Real.Square(y - x));

    /// <inheritdoc/>
    public Domain Domain => new(-3, 3, -3, 3);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(0, 0)];
}
