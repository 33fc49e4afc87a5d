using Gradus.Losses;
using Gradus.Optimizers;
using Gradus.Schedules;

namespace Gradus;

/// <summary>
/// A way of training in one line: what is minimised, how, and with which rate over time.
/// <c>0.7*mae + 0.3*mse + l2(1e-4) | adamw(lr=3e-4) | warmup(500) then cosine(floor=0.01)</c>
/// </summary>
/// <remarks>At the beginning a formula in p and y may stand, see <see cref="TypedLoss"/>; losses and penalties of the catalogue add to it.
/// Every part may be missing; recipes with the same parts are equal.</remarks>
public sealed record Recipe
{
    /// <summary>The terms of the loss; none where the recipe does not say.</summary>
    public ValueList<LossTerm> Loss { get; init; } = [];

    /// <summary>The penalties of weights that are added to the loss; printed behind its terms.</summary>
    public ValueList<PenaltyTerm> Penalties { get; init; } = [];

    /// <summary>The optimizer, or null where the recipe does not say.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>The schedule, or null where the recipe does not say.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="RecipeException">The text is none; the exception says where and why.</exception>
    public static Recipe Parse(string text)
    {
        (TypedLoss? typed, int end) = FormulaSection.Read(text);
        if (typed is not null && end == text.Length) return new() { Loss = [new LossTerm(1, typed)] };
        bool adds = typed is not null && text[end] != '|';
        RecipeParser parser = new(text, start: typed is null ? 0 : adds ? end : end + 1);
        return new Binder(parser).Recipe(parser.Recipe(adds), typed, adds);
    }

    /// <summary>What is minimised: the losses and the penalties.</summary>
    public string Objective => string.Concat(Loss.Select((term, i) => i == 0 ? term.ToString()
            : term is { Weight: < 0, MovingWeight: null } ? $" - {term with { Weight = -term.Weight }}" : $" + {term}"))
        + string.Concat(Penalties.Select((term, i) => i == 0 && Loss.Count == 0 ? term.ToString() : $" + {term}"));

    /// <summary>The recipe in one line, without what is default anyway. <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => string.Join(" | ", new[]
    {
        Objective,
        Optimizer is null ? "" : Notation.Print(Optimizer),
        Schedule is null ? "" : Notation.Print(Schedule),
    }.Where(part => part.Length > 0));
}
