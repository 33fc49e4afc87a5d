using Gradus.Algebra;

namespace Gradus.Surfaces;

/// <summary>A surface given by a formula in x and y.</summary>
public sealed record TypedSurface : ISurface
{
    private readonly TypedFormula _formula;

    /// <summary>Reads the formula.</summary>
    /// <param name="text">A formula in x and y, as <see cref="TypedFormula"/> describes it.</param>
    /// <exception cref="RecipeException">It is none.</exception>
    public TypedSurface(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        _formula = TypedFormula.Parse(text, "x", "y");
    }

    /// <summary>The formula.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public Domain Domain => new(-5, 5, -5, 5);

    /// <inheritdoc/>
    public IReadOnlyList<Point> Minima => [];

    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T> => _formula.At(x, y);

    /// <inheritdoc/>
    public bool Equals(TypedSurface? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The formula.</summary>
    public override string ToString() => Text;
}
