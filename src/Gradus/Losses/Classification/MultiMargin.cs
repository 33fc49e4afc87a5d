using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The multi-class hinge: Σ over c ≠ y of max(0, m − x_y + x_c)^p, divided by the number of classes. Crammer and Singer's
/// idea, summed over all classes as by Weston and Watkins (1999). With class weights, times w_y; the mean divides by the
/// sum of these weights.
/// </summary>
/// <param name="Margin">m: by how much the target's score has to exceed every other.</param>
/// <param name="Power">p: 1 or 2.</param>
/// <param name="ClassWeights">w: one weight per class, or null for 1 throughout.</param>
[Method("multiMargin", "hinge between the target's score and every other's",
    Choose = "Scores that only have to be ordered, with no probabilities wanted: samples beyond the margin stop pulling.",
    Source = "Weston, Watkins 1999, eq. 3; Crammer, Singer 2001")]
[Convention("PyTorch", "MultiMarginLoss(p, margin, weight): the same, but its mean divides by the number of rows where here, as in crossEntropy, it is the sum of their weights")]
public readonly record struct MultiMargin(
    [Param("how far the target's score has to be ahead")] double Margin = 1,
    [Param("power of what is missing", Min = 1, Max = 2)] int Power = 1,
    [Param("a weight for each class", Min = 0)] IReadOnlyList<double>? ClassWeights = null) : IRowLoss
{
    /// <summary>Margin 1, power 1.</summary>
    public MultiMargin() : this(Margin: 1) { }

    /// <summary>w: one weight per class, compared by value, or null for 1 throughout.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; } = ValueList.Of(ClassWeights);

    /// <inheritdoc/>
    public RowTarget Target => RowTarget.Class;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T>
    {
        T missing = T.Max(T.Parameter(Margin, "m") - T.Sum(q * x) + x, T.Zero);
        return T.Sum(T.Select(q > T.Zero, T.Zero, Power == 1 ? missing : Real.Square(missing))) / T.Count(x);
    }
}
