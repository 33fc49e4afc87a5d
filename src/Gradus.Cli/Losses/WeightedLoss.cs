using Gradus.Losses;
using Gradus.Penalties;

namespace Gradus.Cli.Losses;

/// <summary>
/// One loss, or several with weights, and penalties: <c>0.7*mae + 0.3*mse + l2(0.1)</c>. Values and gradients add up alike.
/// </summary>
internal sealed class WeightedLoss
{
    private readonly Recipe _recipe;

    private WeightedLoss(Recipe recipe) => _recipe = recipe;

    /// <summary>Whether there is a loss of several elements to reduce; penalties alone are one number.</summary>
    public bool IsReduced => _recipe.Loss.Count > 0;

    /// <summary>Reads the loss of a recipe.</summary>
    /// <exception cref="RecipeException">The text is no recipe.</exception>
    /// <exception cref="UsageException">It is one, but without a loss or with more than that.</exception>
    public static WeightedLoss Parse(string text)
    {
        Recipe recipe = Recipe.Parse(text);
        bool some = recipe.Loss.Count + recipe.Penalties.Count > 0;
        if (!some || recipe.Optimizer is not null || recipe.Schedule is not null)
        {
            throw new UsageException($"'{text}' is {(some ? "more than a loss" : "no loss")}; gradus list losses shows what there is.");
        }

        return recipe.Loss.Where(term => term.Moves).Select(term => term.ToString())
            .Concat(recipe.Penalties.Where(term => term.Moves).Select(term => term.ToString())).FirstOrDefault() is { } moving
            ? throw new UsageException($"{moving} moves over time; give the one value that you want to see.")
            : new(recipe);
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
    public LossEvaluation Evaluate(LossInputs inputs, Reduction reduction) => UsageException.Of(() => Sum(inputs, reduction));

    /// <summary>The gradients on these inputs against central differences.</summary>
    /// <exception cref="UsageException">The inputs do not fit the loss.</exception>
    public GradientCheck Check(LossInputs inputs, Reduction reduction) => UsageException.Of(() => GradientCheck.Of(moved => Sum(moved, reduction), inputs));

    private LossEvaluation Sum(LossInputs inputs, Reduction reduction)
    {
        // Without a penalty nobody takes weights, and the loss says so.
        LossInputs data = _recipe.Penalties.Count > 0 ? Without(inputs, PenaltyEvaluation.Input) : inputs;
        LossEvaluation[] losses = [.. _recipe.Loss.Select(term => Times(term.Weight, LossEvaluation.Of(term.Loss, data, reduction)))];
        LossEvaluation[] penalties = [.. _recipe.Penalties.Select(term => PenaltyEvaluation.Of(term.Penalty, inputs))];
        if (losses.Length == 0) return data.Names.Count == 0 ? penalties.Aggregate(Add) : throw new UsageException($"A penalty takes no \"{data.Names.First()}\"; it takes {PenaltyEvaluation.Input}.");
        if (reduction == Reduction.None && losses.Any(other => !other.Values.IsLike(losses[0].Values)))
        {
            throw new UsageException("A loss of pairs and a loss of rows have different numbers of values; reduce them with --reduction mean or sum.");
        }

        LossEvaluation loss = losses.Aggregate(Add);
        if (penalties.Length == 0) return loss;
        if (reduction == Reduction.None) throw new UsageException("A penalty is one number for all weights, so it cannot be added to losses that stay apart; use --reduction mean or sum.");
        LossEvaluation penalty = penalties.Aggregate(Add);
        return new(loss.Value + penalty.Value, loss.Values, loss.Gradients.Concat(penalty.Gradients).ToDictionary());
    }

    public override string ToString() => _recipe.ToString();

    private static LossEvaluation Times(double weight, LossEvaluation loss) => weight == 1 ? loss : new(
        weight * loss.Value,
        Times(weight, loss.Values),
        loss.Gradients.ToDictionary(pair => pair.Key, pair => Times(weight, pair.Value)));

    private static NumberArray Times(double weight, NumberArray numbers) => numbers.With([.. numbers.Values.ToArray().Select(x => weight * x)]);

    private static LossInputs Without(LossInputs inputs, string name)
    {
        LossInputs others = new();
        foreach (string other in inputs.Names.Where(other => other != name)) others[other] = inputs[other];
        return others;
    }

    /// <summary>The sum; its parts only where both have the same ones.</summary>
    private static LossEvaluation Add(LossEvaluation a, LossEvaluation b) => new(
        a.Value + b.Value,
        a.Values.IsLike(b.Values) ? Add(a.Values, b.Values) : new([a.Value + b.Value], []),
        a.Gradients.Keys.Intersect(b.Gradients.Keys).ToDictionary(name => name, name => Add(a.Gradients[name], b.Gradients[name])));

    private static NumberArray Add(NumberArray a, NumberArray b) => a.With([.. a.Values.ToArray().Zip(b.Values.ToArray(), (x, y) => x + y)]);
}
