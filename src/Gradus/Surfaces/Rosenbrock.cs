using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>(1 − x)² + 100(y − x²)²: the banana.</summary>
[Method("rosenbrock", "a curved, nearly flat valley: (1 − x)² + 100(y − x²)²",
    Choose = "Finding the valley is easy, following its bend is not: rates that suit the walls are hopeless along the floor.",
    Source = "Rosenbrock 1960")]
public readonly record struct Rosenbrock : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T> =>
        Real.Square(T.One - x) + T.Constant(100) * Real.Square(y - x * x);

    /// <inheritdoc/>
    public Domain Domain => new(-2, 2, -1, 3);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(1, 1)];
}
