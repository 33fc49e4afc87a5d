using Gradus.Losses;
using Gradus.Optimizers;
using Gradus.Schedules;

namespace Gradus;

/// <summary>One term of a weighted sum of losses.</summary>
/// <param name="Weight">Its factor.</param>
/// <param name="Loss">The loss.</param>
public sealed record LossTerm(double Weight, ILoss Loss)
{
    /// <summary>As the recipe language writes it: <c>0.7*focal(gamma=2)</c>.</summary>
    public override string ToString() => Weight == 1 ? Notation.Print(Loss)
        : Loss is TypedLoss typed ? $"{Metadata.ValueText.Of(Weight)}*({typed.Text})"
        : $"{Metadata.ValueText.Of(Weight)}*{Notation.Print(Loss)}";
}

/// <summary>
/// A way of training in one line: what is minimised, how, and with which rate over time.
/// <c>0.7*mae + 0.3*mse | adamw(lr=3e-4) | warmup(500) then cosine(floor=0.01)</c>
/// </summary>
/// <remarks>In place of the losses of the catalogue, a formula in p and y may stand: see <see cref="TypedLoss"/>.
/// Every part may be missing; recipes with the same parts are equal.</remarks>
public sealed record Recipe
{
    /// <summary>The terms of the loss; none where the recipe does not say.</summary>
    public ValueList<LossTerm> Loss { get; init; } = [];

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
        RecipeParser parser = new(text, start: typed is null ? 0 : end + 1);
        return new Binder(parser).Recipe(parser.Recipe(), typed);
    }

    /// <summary>The recipe in one line, without what is default anyway. <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => string.Join(" | ", new[]
    {
        string.Concat(Loss.Select((term, i) => i == 0 ? term.ToString()
            : term.Weight < 0 ? $" - {term with { Weight = -term.Weight }}" : $" + {term}")),
        Optimizer is null ? "" : Notation.Print(Optimizer),
        Schedule is null ? "" : Notation.Print(Schedule),
    }.Where(part => part.Length > 0));
}
