namespace Gradus;

/// <summary>Anything with a name in the catalogue: a loss, an optimizer, a schedule.</summary>
/// <remarks>
/// A method is a record whose constructor takes its hyperparameters, each with a <see cref="ParamAttribute"/>, and which
/// carries a <see cref="MethodAttribute"/>. Everything else that knows methods (command line, documentation, tests)
/// reads those two.
/// </remarks>
public interface IMethod;

/// <summary>What people need to know about a method besides its formula.</summary>
/// <param name="name">Its name in the recipe language, in camelCase.</param>
/// <param name="summary">What it is, in one line.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class MethodAttribute(string name, string summary) : Attribute
{
    /// <summary>The name in the recipe language.</summary>
    public string Name { get; } = name;

    /// <summary>What it is, in one line.</summary>
    public string Summary { get; } = summary;

    /// <summary>When to choose it, in a sentence.</summary>
    public string Choose { get; init; } = "";

    /// <summary>The source: authors, year, equation.</summary>
    public string Source { get; init; } = "";
}

/// <summary>How one framework's convention for a method differs from, or agrees with, this one.</summary>
/// <param name="framework">PyTorch, Keras, Optax, or the paper.</param>
/// <param name="says">Its convention.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true)]
public sealed class ConventionAttribute(string framework, string says) : Attribute
{
    /// <summary>Whose convention.</summary>
    public string Framework { get; } = framework;

    /// <summary>What it is.</summary>
    public string Says { get; } = says;
}

/// <summary>A hyperparameter's meaning and range, on the record's constructor parameter.</summary>
/// <param name="meaning">What it does, in a few words.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParamAttribute(string meaning) : Attribute
{
    /// <summary>What it does.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>The smallest allowed value.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>The largest allowed value.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>Whether <see cref="Min"/> itself is out of range.</summary>
    public bool AboveMin { get; init; }

    /// <summary>Whether <see cref="Max"/> itself is out of range.</summary>
    public bool BelowMax { get; init; }
}
