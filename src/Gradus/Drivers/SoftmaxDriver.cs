using System.Numerics;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>
/// Runs a softmax loss over rows of logits: one pass finds the row's maximum and Σ exp(x − max), another writes the
/// gradient; no probabilities are kept. Targets that spread over classes take a third pass.
/// </summary>
public static unsafe class SoftmaxDriver
{
    /// <summary>Evaluates a loss on all rows.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="rows">Where the numbers lie.</param>
    /// <param name="reduction">How the rows become one number; the gradient is that of the result (of the sum for <see cref="Reduction.None"/>).</param>
    /// <param name="width">Which registers to use.</param>
    /// <returns>The mean or the sum. The mean over class-index targets divides by the sum of their class weights; it is
    /// NaN where that is 0, as in PyTorch.</returns>
    /// <exception cref="ArgumentException">A target class out of range (the message names the first such row), or weights
    /// that do not match the classes.</exception>
    public static double Run<E>(ISoftmaxLoss loss, Rows<E> rows, Reduction reduction, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        E[]? weights = WeightsOf(loss, rows.Classes)?.Select(E.CreateTruncating).ToArray();
        double mass = Mass(loss, rows, weights);
        double[] values = new double[rows.Count];
        double scale = reduction == Reduction.Mean ? 1 / mass : 1;
        fixed (E* w = weights)
        {
            loss.Accept(new Visitor<E>(rows, (nint)w, scale, values, width));
        }

        double sum = 0;
        foreach (double value in values) sum += value;
        return reduction == Reduction.Mean ? sum / mass : sum;
    }

    /// <summary>The class weights of a loss, or null where it has none.</summary>
    /// <exception cref="ArgumentException">There are more or fewer of them than classes.</exception>
    public static IReadOnlyList<double>? WeightsOf(ISoftmaxLoss loss, nint classes)
    {
        if (loss.ClassWeights is not { } given) return null;
        return given.Count == classes
            ? given
            : throw new ArgumentException($"{given.Count} class weights were given for predictions of {classes} classes; give one weight for each class.");
    }

    /// <summary>What a mean divides by: the sum of the targets' weights, or the number of rows for distributions.</summary>
    private static double Mass<E>(ISoftmaxLoss loss, Rows<E> rows, E[]? weights) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (rows.Target == null) return rows.Count;
        double mass = 0;
        for (nint row = 0; row < rows.Count; row++)
        {
            long target = rows.Target[row];
            if (target == loss.IgnoreIndex) continue;
            if (target < 0 || target >= rows.Classes)
            {
                throw new ArgumentException(
                    $"Row {row} has target class {target}, but the predictions have {rows.Classes} classes (0 to {rows.Classes - 1}); correct the label, or mark rows to skip with {loss.IgnoreIndex}.");
            }

            mass += weights is null ? 1 : double.CreateTruncating(weights[target]);
        }

        return mass;
    }

    private readonly struct Visitor<E>(Rows<E> rows, nint weights, double scale, double[] values, Width width) : ISoftmaxVisitor
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        public void Visit<TLoss>(TLoss loss) where TLoss : struct, ISoftmaxLoss
        {
            Call<TLoss, E> call = new(loss, rows, weights, scale, values);
            width.Use<E, Call<TLoss, E>>(ref call);
        }
    }

    private readonly struct Call<TLoss, E>(TLoss loss, Rows<E> rows, nint weights, double scale, double[] values) : ILanesUser<E>
        where TLoss : struct, ISoftmaxLoss
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        /// <summary>Below this many logits, waking another thread costs more than it brings.</summary>
        private const nint WorthSharing = 1 << 14;

        public void Run<TLanes>() where TLanes : unmanaged, Algebra.ILanes<TLanes, E> => Team.Run(
            new SoftmaxJob<TLoss, TLanes, E>(loss, rows, (E*)weights, scale, values),
            rows.Count * rows.Classes < WorthSharing ? 1 : Team.Pieces(rows.Count));
    }
}
