using System.IO.Enumeration;
using Gradus.Metadata;

namespace Gradus.Optimizers;

/// <summary>A wrapper that gives some parameters of a model a rate, or a weight decay, of their own.</summary>
public abstract record GroupingWrapper : Wrapper
{
    /// <summary>The rule for one parameter of a model.</summary>
    /// <param name="rule">The rule as those before leave it.</param>
    /// <param name="place">Which parameter it is.</param>
    public abstract ElementwiseOptimizer For(ElementwiseOptimizer rule, ParameterPlace place);
}

/// <summary>What is known of a parameter of a model.</summary>
/// <param name="Name">Its name: <c>encoder.0.weight</c>.</param>
/// <param name="Dimensions">How many dimensions it has.</param>
/// <param name="LayersAbove">How many layers lie between it and the model's output; 0 for the last layer.</param>
public readonly record struct ParameterPlace(string Name, int Dimensions, int LayersAbove)
{
    /// <summary>Whether the name fits a pattern, in which * stands for any letters.</summary>
    public bool Fits(string pattern) => FileSystemName.MatchesSimpleExpression(pattern, Name, ignoreCase: false);

    /// <summary>
    /// The layer of a parameter: its name up to the first number, as in <c>blocks.3</c>; without a number, up to the last dot.
    /// </summary>
    /// <param name="name">The parameter's name.</param>
    public static string LayerOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Split('.');
        int number = Array.FindIndex(parts, part => part.Length > 0 && part.All(char.IsAsciiDigit));
        return string.Join('.', parts[..(number >= 0 ? number + 1 : Math.Max(1, parts.Length - 1))]);
    }
}

/// <summary>Rules with other numbers.</summary>
internal static class Regrouped
{
    /// <summary>The rule with its weight decay, and that of what stands around it, multiplied.</summary>
    public static ElementwiseOptimizer WithDecay(this ElementwiseOptimizer rule, double factor)
    {
        ValueList<Wrapper> wrappers = ValueList.Of(rule.Wrappers.Select(wrapper =>
            wrapper is Decay decay ? decay with { WeightDecay = decay.WeightDecay * factor } : wrapper));
        MethodEntry? entry = Catalog.Find(rule);
        if (entry is null || entry.Parameters.All(parameter => parameter.Name != "weightDecay")) return rule with { Wrappers = wrappers };
        object?[] values = [.. entry.Parameters.Select(p => p.Name == "weightDecay" ? (double)p.Read(rule)! * factor : p.Read(rule))];
        return (ElementwiseOptimizer)entry.Make(values) with { Wrappers = wrappers };
    }
}
