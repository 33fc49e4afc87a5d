using Gradus.Losses;

namespace Gradus.Cli.Losses;

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

    /// <summary>The loss, where it is one alone.</summary>
    /// <exception cref="UsageException">It is a sum.</exception>
    public ILoss Single => _recipe.Loss is [{ Weight: 1 } term]
        ? term.Loss
        : throw new UsageException($"'{_recipe}' is a sum; give the losses one by one: {string.Join(' ', _recipe.Loss.Select(term => $"\"{Notation.Print(term.Loss)}\""))}.");

    /// <summary>Random inputs that the first of the losses is defined for; always the same.</summary>
    public LossInputs Draw() => LossForm.Of(_recipe.Loss[0].Loss)[0].Draw(_recipe.Loss[0].Loss, new(1));

    /// <summary>Value and gradients on these inputs.</summary>
    /// <exception cref="UsageException">They do not fit the loss.</exception>
    public LossEvaluation Evaluate(LossInputs inputs, Reduction reduction) => UsageException.Of(() => _recipe.Loss
        .Select(term => Times(term.Weight, LossEvaluation.Of(term.Loss, inputs, reduction)))
        .Aggregate(Add));

    public override string ToString() => _recipe.ToString();

    private static LossEvaluation Times(double weight, LossEvaluation loss) => weight == 1 ? loss : new(
        weight * loss.Value,
        Times(weight, loss.Values),
        loss.Gradients.ToDictionary(pair => pair.Key, pair => Times(weight, pair.Value)));

    private static NumberArray Times(double weight, NumberArray numbers) => numbers.With([.. numbers.Values.ToArray().Select(x => weight * x)]);

    private static LossEvaluation Add(LossEvaluation a, LossEvaluation b) => a.Values.IsLike(b.Values)
        ? new(a.Value + b.Value, Add(a.Values, b.Values), a.Gradients.Keys.Intersect(b.Gradients.Keys).ToDictionary(name => name, name => Add(a.Gradients[name], b.Gradients[name])))
        : throw new UsageException("A loss of pairs and a loss of rows have different numbers of values; reduce them with --reduction mean or sum.");

    private static NumberArray Add(NumberArray a, NumberArray b) => a.With([.. a.Values.ToArray().Zip(b.Values.ToArray(), (x, y) => x + y)]);
}
