using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>A loss of two embeddings of the same batch as wholes: of their agreement, spread and correlations.</summary>
public interface ITwinLoss : ILoss
{
    /// <summary>The loss, and its gradient.</summary>
    /// <param name="left">One embedding of the batch: rows of numbers, one after the other.</param>
    /// <param name="right">The other.</param>
    /// <param name="count">How many rows; at least 2.</param>
    /// <param name="byLeft">Receives the gradient by the left embedding.</param>
    /// <param name="byRight">Receives the gradient by the right one.</param>
    double At(ReadOnlySpan<double> left, ReadOnlySpan<double> right, int count, Span<double> byLeft, Span<double> byRight);

    /// <summary>The formula in print.</summary>
    string Formula(FormulaStyle style);
}
