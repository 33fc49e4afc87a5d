using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>A smooth function of two variables on which optimizers can be watched.</summary>
public interface ISurface : IMethod
{
    /// <summary>The height at (x, y).</summary>
    T At<T>(T x, T y) where T : struct, IReal<T>;

    /// <summary>The part of the plane that is worth showing.</summary>
    Domain Domain { get; }

    /// <summary>Every point where the surface is lowest; none where it falls without end or nobody has told.</summary>
    IReadOnlyList<Point> Minima { get; }
}

/// <summary>A point of the plane.</summary>
/// <param name="X">The first coordinate.</param>
/// <param name="Y">The second coordinate.</param>
public readonly record struct Point(double X, double Y);

/// <summary>A rectangle of the plane.</summary>
/// <param name="Left">The smallest x.</param>
/// <param name="Right">The largest x.</param>
/// <param name="Bottom">The smallest y.</param>
/// <param name="Top">The largest y.</param>
public readonly record struct Domain(double Left, double Right, double Bottom, double Top);

/// <summary>A surface in numbers.</summary>
public static class SurfaceValues
{
    /// <summary>The height at a point.</summary>
    public static double Value(this ISurface surface, Point at) =>
        surface.At<Scalar<double>>(new(at.X), new(at.Y)).Value;

    /// <summary>The exact gradient (∂f/∂x, ∂f/∂y) at a point, by forward differentiation of the formula itself.</summary>
    public static Point Gradient(this ISurface surface, Point at)
    {
        Scalar<double> x = new(at.X), y = new(at.Y);
        return new(
            surface.At(Dual<Scalar<double>>.Variable(x), Dual<Scalar<double>>.Fixed(y)).Slope.Value,
            surface.At(Dual<Scalar<double>>.Fixed(x), Dual<Scalar<double>>.Variable(y)).Slope.Value);
    }

    /// <summary>The formula, written down.</summary>
    public static string Formula(this ISurface surface, FormulaStyle style) =>
        style.Print(surface.At(Symbol.Variable("x"), Symbol.Variable("y")));
}
