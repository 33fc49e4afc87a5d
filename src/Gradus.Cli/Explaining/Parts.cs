using Gradus.Metadata;
using Gradus.Schedules;
using Gradus.Surfaces;

namespace Gradus.Cli.Explaining;

/// <summary>Finds out what a text speaks of: a surface, or the methods of a recipe.</summary>
internal static class Parts
{
    private static readonly MethodKind[] s_kinds = Enum.GetValues<MethodKind>();

    /// <summary>The methods in a text, in its order.</summary>
    /// <exception cref="RecipeException">The text is neither a recipe nor a surface.</exception>
    public static IReadOnlyList<IMethod> Read(string text)
    {
        string name = new([.. text.TrimStart().TakeWhile(char.IsLetterOrDigit)]);
        if (Catalog.TryFind(MethodKind.Surface, name, out _)) return [Notation.ParseSurface(text)];
        try
        {
            return OfRecipe(Recipe.Parse(text));
        }
        catch (RecipeException) when (IsFormula(text, out ISurface? surface))
        {
            return [surface!];
        }
        catch (RecipeException e) when (name.Length > 0 && s_kinds.All(kind => !Catalog.TryFind(kind, name, out _)) && e.Column == text.IndexOf(name, StringComparison.Ordinal) + 1)
        {
            string[] known = [.. s_kinds.SelectMany(Catalog.Of).Select(entry => entry.Name)];
            throw new RecipeException($"There is no method '{name}'. {Spelling.Offer(name, known)}", text, e.Column);
        }
    }

    private static IReadOnlyList<IMethod> OfRecipe(Recipe recipe) =>
    [
        .. recipe.Loss.Select(term => (IMethod)term.Loss),
        .. recipe.Penalties.Select(term => (IMethod)term.Penalty),
        .. recipe.Optimizer is { } optimizer ? (IMethod[])[optimizer] : [],
        .. recipe.Schedule is { } schedule ? Pieces(schedule) : [],
    ];

    private static IEnumerable<Schedule> Pieces(Schedule schedule) =>
        schedule is Sequence sequence ? Pieces(sequence.First).Append(sequence.Second) : [schedule];

    private static bool IsFormula(string text, out ISurface? surface)
    {
        try
        {
            surface = new TypedSurface(text);
            return true;
        }
        catch (RecipeException)
        {
            surface = null;
            return false;
        }
    }
}
