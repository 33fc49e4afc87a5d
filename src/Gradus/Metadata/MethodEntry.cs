using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Gradus.Metadata;

/// <summary>One method of the catalogue, as its record and its attributes describe it.</summary>
public sealed class MethodEntry
{
    internal const DynamicallyAccessedMemberTypes Needed =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties;

    private readonly Func<object?[], IMethod> _make;

    private MethodEntry(
        MethodKind kind, Type type, MethodAttribute notes, IReadOnlyList<ParameterEntry> parameters, Func<object?[], IMethod> make)
    {
        _make = make;
        Kind = kind;
        Type = type;
        Name = notes.Name;
        Summary = notes.Summary;
        Choose = notes.Choose;
        Source = notes.Source;
        Conventions = [.. type.GetCustomAttributes<ConventionAttribute>().Select(c => new Convention(c.Framework, c.Says))];
        Parameters = parameters;
    }

    /// <summary>What it is.</summary>
    public MethodKind Kind { get; }

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>The name in the recipe language.</summary>
    public string Name { get; }

    /// <summary>What it is, in one line.</summary>
    public string Summary { get; }

    /// <summary>When to choose it; of a surface, what it teaches.</summary>
    public string Choose { get; }

    /// <summary>The source: authors, year, equation.</summary>
    public string Source { get; }

    /// <summary>The conventions of other frameworks.</summary>
    public IReadOnlyList<Convention> Conventions { get; }

    /// <summary>Its hyperparameters, in the order of the constructor.</summary>
    public IReadOnlyList<ParameterEntry> Parameters { get; }

    /// <summary>Makes the method.</summary>
    /// <param name="arguments">Values by parameter name; what is left out has its default.</param>
    /// <exception cref="ArgumentException">A name is unknown, a value missing, of the wrong type or out of range.</exception>
    public IMethod Create(IReadOnlyDictionary<string, object?>? arguments = null)
    {
        foreach (string name in arguments?.Keys ?? [])
        {
            if (Parameters.All(p => p.Name != name)) throw new ArgumentException(UnknownParameter(name));
        }

        object?[] values = [.. Parameters.Select(p => p.Default)];
        for (int i = 0; i < values.Length; i++)
        {
            ParameterEntry parameter = Parameters[i];
            if (arguments is null || !arguments.TryGetValue(parameter.Name, out object? given)) continue;
            values[i] = given is null ? null : parameter.Convert(given)
                ?? throw new ArgumentException($"{Name}: {parameter.Name} = {ValueText.Of(given)}, but it must be {parameter.Expected}.");
        }

        IMethod method = Make(values);
        Catalog.Check(method);
        return method;
    }

    /// <summary>The same as its summary says: name and one line.</summary>
    public override string ToString() => $"{Name}: {Summary}";

    internal IMethod Make(object?[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is null && Parameters[i].Complaint(null) is { } missing) throw new ArgumentException($"{Name}: {missing}.");
        }

        return _make(values);
    }

    internal string UnknownParameter(string name) => Parameters.Count == 0
        ? $"{Name} has no parameters, so also no '{name}'."
        : $"{Name} has no parameter '{name}'. It has: {string.Join(", ", Parameters.Select(p => p.Name))}.";

    internal static MethodEntry Of<[DynamicallyAccessedMembers(Needed)] T>(MethodKind kind) where T : IMethod
    {
        MethodAttribute notes = typeof(T).GetCustomAttribute<MethodAttribute>()
            ?? throw new InvalidOperationException($"{typeof(T)} needs a [Method] attribute to be in the catalogue.");
        // A record struct also has a constructor without parameters, and one without hyperparameters has none to be found.
        ConstructorInfo? constructor = typeof(T).GetConstructors().MaxBy(c => c.GetParameters().Length);
        if (constructor is null) return new(kind, typeof(T), notes, [], _ => default(T)!);
        ParameterEntry[] parameters =
        [
            .. constructor.GetParameters().Select(p => new ParameterEntry(p, typeof(T).GetProperty(p.Name!)
                ?? throw new InvalidOperationException($"{typeof(T)} has no property for its parameter {p.Name}."))),
        ];
        return new(kind, typeof(T), notes, parameters,
            values => (IMethod)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, values, null));
    }
}
