using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>A pointwise loss given by a formula in p (the prediction) and y (the target): <c>where(abs(p-y) &lt; 1, (p-y)^2, 2*abs(p-y)-1)</c>.</summary>
/// <remarks>
/// The text is read into an expression and never run as code. Value and exact derivative come from walking that expression
/// once per register. <see cref="TypedFormula"/> tells which operators and functions there are.
/// </remarks>
public sealed record TypedLoss : IPointwiseLoss
{
    private readonly TypedFormula _formula;

    /// <summary>Reads the formula.</summary>
    /// <param name="text">A formula in p and y of at most 1000 characters, nested at most 60 deep.</param>
    /// <exception cref="RecipeException">It is none; the exception says where and why.</exception>
    public TypedLoss(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _formula = TypedFormula.Parse(text, "p", "y");
        Text = text.Trim();
    }

    /// <summary>The formula.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T> => _formula.At(ŷ, y);

    /// <inheritdoc/>
    public void Accept<TVisitor>(TVisitor visitor) where TVisitor : struct, IPointwiseVisitor => visitor.Visit(new Formula(_formula));

    /// <inheritdoc/>
    public bool Equals(TypedLoss? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The formula.</summary>
    public override string ToString() => Text;

    /// <summary>The formula in the shape that drivers compile their loops for.</summary>
    private readonly record struct Formula(TypedFormula Read) : IPointwiseLoss<Formula>
    {
        public T At<T>(T ŷ, T y) where T : struct, IReal<T> => Read.At(ŷ, y);
    }
}
