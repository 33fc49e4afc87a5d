using System.Reflection;
using Gradus.Schedules;

namespace Gradus.Metadata;

/// <summary>One hyperparameter of a method, as its record's constructor declares it.</summary>
public sealed class ParameterEntry
{
    private readonly PropertyInfo _property;

    internal ParameterEntry(ParameterInfo parameter, PropertyInfo property)
    {
        _property = property;
        Name = Camel(parameter.Name!);
        Type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        Kind = KindOf(Type);
        IsRequired = !parameter.HasDefaultValue;
        Default = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        ParamAttribute? notes = parameter.GetCustomAttribute<ParamAttribute>();
        Meaning = notes?.Meaning ?? "";
        Range = notes is null ? ParameterRange.Any : new(notes.Min, notes.Max, notes.AboveMin, notes.BelowMax);
        Choices = Kind == ParameterKind.Word ? [.. Enum.GetNames(Type).Select(Camel)] : [];
    }

    /// <summary>The name in the recipe language, in camelCase.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public ParameterKind Kind { get; }

    /// <summary>Its .NET type, without <see cref="Nullable{T}"/>.</summary>
    public Type Type { get; }

    /// <summary>Whether there is no default.</summary>
    public bool IsRequired { get; }

    /// <summary>The default; null also where leaving it out means something of its own, which <see cref="Meaning"/> tells.</summary>
    public object? Default { get; }

    /// <summary>The default in the recipe language, or "" where there is none.</summary>
    public string DefaultText => Default is null ? "" : ValueText.Of(Default);

    /// <summary>The numbers it may have; for a list, each element of it; for a length, its amount.</summary>
    public ParameterRange Range { get; }

    /// <summary>The values it may have, in words: "≥ 0", "in [0, 1)", "true, false".</summary>
    public string RangeText => Kind switch
    {
        ParameterKind.Switch => "true, false",
        ParameterKind.Word => string.Join(", ", Choices),
        _ => Range.ToString(),
    };

    /// <summary>What it does.</summary>
    public string Meaning { get; }

    /// <summary>The words it may be, where it is a word.</summary>
    public IReadOnlyList<string> Choices { get; }

    /// <summary>What to write, in words: "a number ≥ 0", "true or false", "one of mean, sum, none".</summary>
    public string Expected => Kind switch
    {
        ParameterKind.Switch => "true or false",
        ParameterKind.Word => $"one of {string.Join(", ", Choices)}",
        ParameterKind.Whole => $"a whole number{Limits}",
        ParameterKind.Length => "a length such as 500, 5% or 3 epochs",
        ParameterKind.Text => "a text in quotation marks",
        ParameterKind.Numbers => $"a list of numbers such as [1, 2]{(Limits.Length > 0 ? $", each{Limits}" : "")}",
        _ => $"a number{Limits}",
    };

    private string Limits => Range == ParameterRange.Any ? "" : $" {Range}";

    /// <summary>The value that a method has for this parameter.</summary>
    public object? Read(IMethod method) => _property.GetValue(method);

    /// <summary>The same in the recipe language, or "" where it was left out and that means something of its own.</summary>
    public string ReadText(IMethod method) => Read(method) is { } value ? ValueText.Of(value) : "";

    /// <summary>What is wrong with a value, as a sentence without its end; null where nothing is.</summary>
    public string? Complaint(object? value)
    {
        bool allowed = value switch
        {
            null => !IsRequired && Default is null,
            double number => Range.Contains(number),
            Length length => Range.Contains((double)length.Amount),
            IReadOnlyList<double> numbers => numbers.All(Range.Contains),
            IConvertible whole when Kind == ParameterKind.Whole => Range.Contains(whole.ToDouble(null)),
            _ => true,
        };
        if (allowed) return null;
        return value is null ? $"{Name} is missing: {Expected}" : $"{Name} = {ValueText.Of(value)}, but it must be {Must}";
    }

    private string Must => Kind switch
    {
        ParameterKind.Numbers => $"a list of numbers, each {Range}",
        _ => Range.ToString(),
    };

    /// <summary>A value in the parameter's own type, or null where it cannot be one.</summary>
    internal object? Convert(object? value) => Kind switch
    {
        ParameterKind.Number => value is IConvertible and not (bool or string or Enum) ? System.Convert.ToDouble(value, null) : null,
        ParameterKind.Whole when Type == typeof(long) => Whole(value),
        ParameterKind.Whole => Whole(value) is { } whole and >= int.MinValue and <= int.MaxValue ? (int)whole : null,
        ParameterKind.Switch => value as bool?,
        ParameterKind.Word => value is string word && Choices.Contains(word) ? Enum.Parse(Type, word, ignoreCase: true)
            : value?.GetType() == Type ? value : null,
        ParameterKind.Length when value is Length => value,
        ParameterKind.Length => Whole(value) is { } steps and >= 0 and <= Length.MaxSteps ? Length.Steps(steps) : null,
        ParameterKind.Text => value as string,
        ParameterKind.Numbers => value is IEnumerable<double> numbers ? ValueList.Of(numbers) : null,
        _ => null,
    };

    internal static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static long? Whole(object? value)
    {
        if (value is not IConvertible || value is bool or string or Enum) return null;
        double number = System.Convert.ToDouble(value, null);
        // Beyond 2⁵³ a double no longer names one whole number.
        return double.IsInteger(number) && Math.Abs(number) <= 9007199254740992 ? (long)number : null;
    }

    private static ParameterKind KindOf(Type type) =>
        type == typeof(double) ? ParameterKind.Number
        : type == typeof(int) || type == typeof(long) ? ParameterKind.Whole
        : type == typeof(bool) ? ParameterKind.Switch
        : type == typeof(Length) ? ParameterKind.Length
        : type == typeof(string) ? ParameterKind.Text
        : type.IsEnum ? ParameterKind.Word
        : type.IsAssignableFrom(typeof(ValueList<double>)) ? ParameterKind.Numbers
        : throw new NotSupportedException($"The catalogue knows no parameters of type {type}.");
}
