using Gradus.Metadata;
using Gradus.Schedules;

namespace Gradus;

/// <summary>Methods whose parameters move: each of them is made anew for a step, so that methods stay plain numbers.</summary>
internal static class Motion
{
    /// <summary>The list with one more, in the order of the method's parameters.</summary>
    public static ValueList<MovingParameter> Add(IMethod method, ValueList<MovingParameter> moving, string name, Moving value)
    {
        ArgumentNullException.ThrowIfNull(value);
        MethodEntry entry = Entry(method);
        ParameterEntry parameter = entry.Parameters.FirstOrDefault(p => p.Name == name) ?? throw new ArgumentException(entry.UnknownParameter(name));
        if (parameter.Kind != ParameterKind.Number) throw new ArgumentException($"{entry.Name}: {CannotMove(parameter)}.");
        foreach (double end in (double[])[value.From, value.To])
        {
            if (parameter.Complaint(end) is { } complaint) throw new ArgumentException($"{entry.Name}: {complaint}.");
        }

        return ValueList.Of(entry.Parameters
            .Select(p => p.Name == name ? new MovingParameter(name, value) : moving.FirstOrDefault(other => other.Name == p.Name))
            .OfType<MovingParameter>());
    }

    public static ValueList<MovingParameter> Within(ValueList<MovingParameter> moving, RunLength run) => moving.Count == 0
        ? moving
        : ValueList.Of(moving.Select(parameter => parameter with { Value = parameter.Value.Within(run) }));

    /// <summary>The method with its moving parameters at one moment.</summary>
    /// <exception cref="ArgumentException">The values do not go together.</exception>
    public static IMethod At(IMethod method, ValueList<MovingParameter> moving, Func<Moving, double> moment)
    {
        IMethod at = Unchecked(method, moving, moment);
        Catalog.Check(at);
        return at;
    }

    public static IMethod Unchecked(IMethod method, ValueList<MovingParameter> moving, Func<Moving, double> moment)
    {
        MethodEntry entry = Entry(method);
        return entry.Make([.. entry.Parameters.Select(p => moving.FirstOrDefault(m => m.Name == p.Name) is { } found ? moment(found.Value) : p.Read(method))]);
    }

    public static string CannotMove(ParameterEntry parameter) => $"{parameter.Name} is {parameter.Expected}, and only numbers that need not be whole can move";

    private static MethodEntry Entry(IMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return Catalog.Find(method)
            ?? throw new ArgumentException($"{Catalog.NameOf(method)} is not in the catalogue, so its parameters are not known by name; make it anew at each step instead.");
    }
}
