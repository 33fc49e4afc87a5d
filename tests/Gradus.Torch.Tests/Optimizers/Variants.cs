using Gradus.Metadata;
using Gradus.Optimizers;

namespace Gradus.Torch.Tests.Optimizers;

/// <summary>
/// Every elementwise optimizer of the catalogue as it is, and with any two of its hyperparameters away from their
/// defaults: enough for every branch of a rule and every meeting of two of them.
/// </summary>
internal static class Variants
{
    public static TheoryData<string> All { get; } = [.. Catalog.Optimizers.SelectMany(Of).Concat(Wrapped).Distinct()];

    /// <summary>What can stand around a rule, alone and together.</summary>
    private static IEnumerable<string> Wrapped =>
    [
        "adamw with clipNorm(0.5)", "sgd(momentum=0.9) with centralize with agc(clipping=0.02)", "lion with cautious", "adamw with cautious",
        "adamw(maximize=true) with cautious", "adam with lookahead(every=2) with ema(decay=0.9)", "sgd with swa(2)", "sgd with swa(1, every=2) with lookahead(every=3)",
        "adamw(weightDecay=0) with decay(0.1)", "rmsprop with clipNorm(0.3, perTensor=true) with clipValue(0.2)", "adam with skipNonFinite with centralize with clipNorm(0.7)",
        "scheduleFreeAdamW with clipNorm(0.5)", "adamw with noDecayOnVectors", "sgd with layerDecay(0.5)",
    ];

    public static ElementwiseOptimizer Parse(string text) => (ElementwiseOptimizer)Notation.ParseOptimizer(text);

    private static IEnumerable<string> Of(MethodEntry entry)
    {
        if (entry.Create() is not ElementwiseOptimizer plain) yield break;
        yield return Notation.Print(plain);
        IReadOnlyList<ParameterEntry> all = entry.Parameters;
        for (int i = 0; i < all.Count; i++)
        {
            for (int k = i; k < all.Count; k++)
            {
                Dictionary<string, object?> values = new() { [all[i].Name] = Other(all[i]), [all[k].Name] = Other(all[k]) };
                if (Allowed(entry, values) is { } method) yield return Notation.Print(method);
            }
        }
    }

    private static IMethod? Allowed(MethodEntry entry, Dictionary<string, object?> values)
    {
        try
        {
            return entry.Create(values);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static object? Other(ParameterEntry parameter) => parameter.Kind switch
    {
        ParameterKind.Switch => !(bool)parameter.Default!,
        ParameterKind.Word => parameter.Choices[^1],
        ParameterKind.Number when double.IsFinite(parameter.Range.Max) => parameter.Range.Min + 0.37 * (parameter.Range.Max - parameter.Range.Min),
        ParameterKind.Number => (double)parameter.Default! == 0 ? 0.03 : 1.7 * (double)parameter.Default,
        ParameterKind.Whole => Convert.ToInt64(parameter.Default, null) + 2,
        _ => parameter.Default,
    };
}
