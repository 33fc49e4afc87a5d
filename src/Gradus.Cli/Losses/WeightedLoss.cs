using Gradus.Losses;

namespace Gradus.Cli.Losses;

/// <summary>What <c>gradus loss</c> prints.</summary>
/// <param name="Value">The reduced value.</param>
/// <param name="Values">The loss of each pair or row.</param>
/// <param name="Shape">How <paramref name="Values"/> are nested.</param>
/// <param name="Prediction">The gradient for the predictions.</param>
/// <param name="Target">The gradient for the targets, where there is one.</param>
internal sealed record LossResult(double Value, double[] Values, int[] Shape, double[] Prediction, double[]? Target);

/// <summary>One loss, or several with weights: <c>0.7*mae + 0.3*mse</c>. Values and gradients add up alike.</summary>
internal sealed class WeightedLoss
{
    private readonly Recipe _recipe;

    private WeightedLoss(Recipe recipe) => _recipe = recipe;

    /// <summary>Reads the loss of a recipe.</summary>
    /// <exception cref="RecipeException">The text is no recipe.</exception>
    /// <exception cref="UsageException">It is one, but without a loss or with more than that.</exception>
    public static WeightedLoss Parse(string text)
    {
        Recipe recipe = Recipe.Parse(text);
        return recipe.Loss.Count > 0 && recipe.Optimizer is null && recipe.Schedule is null
            ? new(recipe)
            : throw new UsageException($"'{text}' is {(recipe.Loss.Count > 0 ? "more than a loss" : "no loss")}; gradus list losses shows what there is.");
    }

    public LossResult Evaluate(LossInput input, Reduction reduction) => _recipe.Loss
        .Select(term => Times(term.Weight, input.Evaluate(term.Loss, reduction), term.Loss is ISoftmaxLoss ? input.Prediction.Shape[..^1] : input.Prediction.Shape))
        .Aggregate(Add);

    public override string ToString() => _recipe.ToString();

    private static LossResult Times(double weight, LossEvaluation loss, int[] shape) => new(
        weight * loss.Value,
        Times(weight, loss.Values),
        shape,
        Times(weight, loss.PredictionGradient),
        loss.TargetGradient is { } target ? Times(weight, target) : null);

    private static double[] Times(double weight, IReadOnlyList<double> numbers) =>
        weight == 1 ? [.. numbers] : [.. numbers.Select(number => weight * number)];

    private static LossResult Add(LossResult a, LossResult b)
    {
        if (a.Values.Length != b.Values.Length)
        {
            throw new UsageException("A loss of pairs and a loss of rows have different numbers of values; reduce them with --reduction mean or sum.");
        }

        return new(
            a.Value + b.Value,
            Add(a.Values, b.Values),
            a.Shape,
            Add(a.Prediction, b.Prediction),
            a.Target is null || b.Target is null ? null : Add(a.Target, b.Target));
    }

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
