using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Optimizers;
using Gradus.Penalties;
using Gradus.Schedules;
using Gradus.Surfaces;

namespace Gradus;

/// <summary>The recipe language: single methods to text and back. Whole recipes are <see cref="Recipe"/>'s business.</summary>
public static class Notation
{
    /// <summary>Reads one loss: <c>huber(delta=5)</c>, or a formula in p (the prediction) and y (the target): <c>abs(p - y)</c>.</summary>
    /// <exception cref="RecipeException">The text is none.</exception>
    public static ILoss ParseLoss(string text)
    {
        (TypedLoss? typed, int end) = FormulaSection.Read(text);
        if (typed is null) return Single<ILoss>(text, MethodKind.Loss);
        return end == text.Length ? typed : throw new RecipeException($"Found '{text[end]}' where the loss should end.", text, end + 1);
    }

    /// <summary>Reads one penalty: <c>l1(1e-4, proximal=true)</c>.</summary>
    /// <exception cref="RecipeException">The text is none.</exception>
    public static IPenalty ParsePenalty(string text) => Single<IPenalty>(text, MethodKind.Penalty);

    /// <summary>Reads an optimizer: <c>adamw(lr=3e-4, weightDecay=0.05)</c>, <c>sgd(lr=0.1) with clipNorm(1) with ema</c>.</summary>
    /// <exception cref="RecipeException">The text is none.</exception>
    public static Optimizer ParseOptimizer(string text)
    {
        RecipeParser parser = new(text);
        return new Binder(parser).Wrapped(parser.Section());
    }

    /// <summary>Reads what stands around an optimizer: <c>clipNorm(1)</c>.</summary>
    /// <exception cref="RecipeException">The text is none.</exception>
    public static Wrapper ParseWrapper(string text) => Single<Wrapper>(text, MethodKind.Wrapper);

    /// <summary>Reads a schedule: <c>warmup(500) then cosine(floor=0.01)</c>.</summary>
    /// <exception cref="RecipeException">The text is none.</exception>
    public static Schedule ParseSchedule(string text)
    {
        RecipeParser parser = new(text);
        return new Binder(parser).Chain(parser.Section());
    }

    /// <summary>Reads a surface: <c>rosenbrock</c>, <c>ravine(condition=50)</c>, or a formula in x and y.</summary>
    /// <exception cref="RecipeException">The text is none of these.</exception>
    public static ISurface ParseSurface(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string name = new([.. text.TrimStart().TakeWhile(char.IsLetterOrDigit)]);
        // A word longer than pi that stands alone is no formula, but a surface that is spelt wrong.
        bool named = Catalog.Nearest(MethodKind.Surface, name).Count > 0 || (name == text.Trim() && name.Length > 2);
        return named ? Single<ISurface>(text, MethodKind.Surface) : new TypedSurface(text);
    }

    /// <summary>A method in the recipe language: required arguments by position, others by name where they differ from the default.</summary>
    /// <remarks>Parsing the text yields an equal method. One from outside the catalogue prints as its name alone.</remarks>
    public static string Print(IMethod method) => Print(method, []);

    /// <summary>The same, with what moves in place of the values that it has at step 0.</summary>
    internal static string Print(IMethod method, ValueList<MovingParameter> moving)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (method is TypedLoss typed) return typed.Text;
        if (method is Sequence sequence) return $"{sequence.First} then {sequence.Second}";
        List<string> arguments = [];
        foreach (ParameterEntry parameter in Catalog.Find(method)?.Parameters ?? [])
        {
            object? value = moving.FirstOrDefault(other => other.Name == parameter.Name)?.Value ?? parameter.Read(method);
            if (value is null || (!parameter.IsRequired && value.Equals(parameter.Default))) continue;
            arguments.Add(parameter.IsRequired ? ValueText.Of(value) : $"{parameter.Name}={ValueText.Of(value)}");
        }

        string name = Catalog.NameOf(method);
        string text = arguments.Count == 0 ? name : $"{name}({string.Join(", ", arguments)})";
        return method is ElementwiseOptimizer optimizer ? string.Join(" with ", optimizer.Wrappers.Select(Print).Prepend(text)) : text;
    }

    private static TMethod Single<TMethod>(string text, MethodKind kind) where TMethod : IMethod
    {
        RecipeParser parser = new(text);
        return new Binder(parser).Single<TMethod>(parser.Section(), kind);
    }
}
