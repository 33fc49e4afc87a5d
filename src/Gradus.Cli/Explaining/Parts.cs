using System.Text.RegularExpressions;
using Gradus.Metadata;
using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Surfaces;

namespace Gradus.Cli.Explaining;

/// <summary>Finds out what a text speaks of: a surface, what stands around an optimizer, or the methods of a recipe.</summary>
internal static class Parts
{
    private static readonly MethodKind[] s_kinds = Enum.GetValues<MethodKind>();

    /// <summary>The methods in a text, in its order.</summary>
    /// <exception cref="RecipeException">The text is neither a recipe nor a surface.</exception>
    public static IReadOnlyList<IMethod> Read(string text)
    {
        string name = new([.. text.TrimStart().TakeWhile(char.IsLetterOrDigit)]);
        if (Catalog.TryFind(MethodKind.Surface, name, out _)) return [Notation.ParseSurface(text)];
        if (Catalog.TryFind(MethodKind.Wrapper, name, out MethodEntry? wrapper)) return [Wrapper(text, wrapper)];

        // x and y make a surface, p and y a loss; no name of the catalogue is a formula.
        if (TrySurface(text, out RecipeException? noSurface) is { } surface) return [surface];
        try
        {
            return OfRecipe(Recipe.Parse(text));
        }
        catch (RecipeException) when (SpeaksOf(text, 'x') && !SpeaksOf(text, 'p'))
        {
            throw noSurface!;
        }
        catch (RecipeException e) when (name.Length > 0 && s_kinds.All(kind => !Catalog.TryFind(kind, name, out _)) && e.Column == text.IndexOf(name, StringComparison.Ordinal) + 1)
        {
            string[] known = [.. s_kinds.SelectMany(Catalog.Of).Select(entry => entry.Name)];
            throw new RecipeException($"There is no method '{name}'. {Spelling.Offer(name, known)}", text, e.Column);
        }
    }

    /// <summary>A wrapper alone; by its name only, with a sample of what must be given.</summary>
    private static IMethod Wrapper(string text, MethodEntry entry)
    {
        if (text.Trim() != entry.Name) return Notation.ParseWrapper(text);
        return entry.Create(entry.Parameters.Where(p => p.IsRequired).ToDictionary(p => p.Name, p => p.Kind is ParameterKind.Number or ParameterKind.Whole ? (object?)1 : "*"));
    }

    private static IReadOnlyList<IMethod> OfRecipe(Recipe recipe) =>
    [
        .. recipe.Loss.Select(term => (IMethod)term.Loss),
        .. recipe.Penalties.Select(term => (IMethod)term.Penalty),
        .. recipe.Optimizer is { } optimizer ? (IMethod[])[optimizer, .. (optimizer as ElementwiseOptimizer)?.Wrappers ?? []] : [],
        .. recipe.Schedule is { } schedule ? Pieces(schedule) : [],
    ];

    private static IEnumerable<Schedule> Pieces(Schedule schedule) =>
        schedule is Sequence sequence ? Pieces(sequence.First).Append(sequence.Second) : [schedule];

    private static TypedSurface? TrySurface(string text, out RecipeException? why)
    {
        try
        {
            why = null;
            return new(text);
        }
        catch (RecipeException e)
        {
            why = e;
            return null;
        }
    }

    /// <summary>Whether a variable stands in a text; with an equals sign behind it, it is the name of an argument.</summary>
    private static bool SpeaksOf(string text, char variable) => Regex.IsMatch(text, $@"(?<!\w){variable}(?!\w|\s*=)");
}
