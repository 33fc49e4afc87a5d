namespace Gradus.Losses;

/// <summary>A loss on numbers in double precision: its value, and how the value changes with each of its inputs.</summary>
/// <remarks>The drivers that training uses do the work, so what is seen here is what is trained with.</remarks>
/// <param name="Value">The reduced value; for <see cref="Reduction.None"/> the sum, whose gradient is given.</param>
/// <param name="Values">The loss of each element, row, pair or anchor, before any reduction.</param>
/// <param name="Gradients">∂<see cref="Value"/>/∂input by the input's name, for every input that has a derivative.</param>
public sealed record LossEvaluation(double Value, NumberArray Values, IReadOnlyDictionary<string, NumberArray> Gradients)
{
    /// <summary>Evaluates a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="inputs">Its inputs; <see cref="LossForm.Of(ILoss)"/> tells which names it takes.</param>
    /// <param name="reduction">How the parts become one number.</param>
    /// <exception cref="ArgumentException">An input is missing, too much, of the wrong shape, or holds what the loss is not defined for.</exception>
    public static LossEvaluation Of(ILoss loss, LossInputs inputs, Reduction reduction = Reduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Catalog.Check(loss);
        return LossForm.Of(loss, inputs).Evaluate(loss, inputs, reduction);
    }
}
