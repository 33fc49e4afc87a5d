using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>x² + y² + 10(2 − cos 2πx − cos 2πy): a bowl covered with a lattice of equal dents.</summary>
[Method("rastrigin", "a bowl covered with dents: x² + y² + 10(2 − cos 2πx − cos 2πy)",
    Choose = "One dent per unit square, each with a minimum: descent stays in the dent where it starts, whatever its rule. Compare noise and large rates.",
    Source = "Rastrigin 1974; Mühlenbein, Schomisch, Born 1991")]
public readonly record struct Rastrigin : ISurface
{
    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        T turn = T.Parameter(2 * Math.PI, "2π");
        return x * x + y * y + T.Constant(10) * (T.Two - T.Cos(turn * x) - T.Cos(turn * y));
    }

    /// <inheritdoc/>
    public Domain Domain => new(-5.12, 5.12, -5.12, 5.12);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [new(0, 0)];
}
