using System.Globalization;
using Gradus.Metadata;
using Gradus.Schedules;

namespace Gradus;

/// <summary>The arguments of one call, as values for the parameters of a method.</summary>
/// <param name="source">The text.</param>
/// <param name="entry">The method.</param>
internal sealed class Arguments(RecipeParser source, MethodEntry entry)
{
    /// <summary>The parameters that move, in the order of the method's.</summary>
    public ValueList<MovingParameter> Moving { get; private set; } = [];

    /// <summary>The values; where they move, those at step 0.</summary>
    public object?[] Bind(Call call)
    {
        Moving?[] moving = new Moving?[entry.Parameters.Count];
        object?[] values = [.. entry.Parameters.Select(p => p.Default)];
        bool[] given = new bool[values.Length];
        bool named = false;
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            Argument argument = call.Arguments[i];
            if (named && argument.Name is null)
            {
                throw source.Error(argument.Column, $"An argument without a name cannot follow one with a name. {entry.Name} has: {Names}.");
            }

            named |= argument.Name is not null;
            int index = argument.Name is { } name ? IndexOf(name, argument.Column) : i;
            if (index >= values.Length) throw source.Error(argument.Column, TooMany);
            ParameterEntry parameter = entry.Parameters[index];
            if (given[index]) throw source.Error(argument.Column, $"{parameter.Name} is given twice.");
            given[index] = true;
            moving[index] = argument.Value is MovingValue value ? Move(parameter, value) : null;
            values[index] = moving[index]?.From ?? Convert(parameter, argument.Value);
        }

        if (entry.Parameters.Where((p, i) => p.IsRequired && !given[i]).FirstOrDefault() is { } missing)
        {
            throw source.Error(call.Column, $"{entry.Name} needs {missing.Name}, {missing.Expected}: {missing.Meaning}.");
        }

        Moving = ValueList.Of(moving.Select((value, i) => value is null ? null : new MovingParameter(entry.Parameters[i].Name, value)).OfType<MovingParameter>());
        return values;
    }

    /// <summary>The length of a movement.</summary>
    public static Moving Moves(RecipeParser source, MovingValue given, double from, double to) => new(from, to, ReadLength(source, given.Over), given.Shape);

    private Moving Move(ParameterEntry parameter, MovingValue given)
    {
        if (entry.Kind is not (MethodKind.Loss or MethodKind.Penalty))
        {
            throw source.Error(given.Column, $"{parameter.Name} of {entry.Name} cannot move here: parameters of losses and penalties can; the rate moves by the schedule.");
        }

        return parameter.Kind == ParameterKind.Number
            ? Moves(source, given, (double)Convert(parameter, given.From), (double)Convert(parameter, given.To))
            : throw source.Error(given.Column, $"{Motion.CannotMove(parameter)}.");
    }

    private string Names => string.Join(", ", entry.Parameters.Select(p => p.Name));

    private string TooMany => entry.Parameters.Count == 0
        ? $"{entry.Name} has no parameters."
        : $"{entry.Name} has {(entry.Parameters.Count == 1 ? "one parameter" : $"{entry.Parameters.Count} parameters")}: {Names}.";

    private int IndexOf(string name, int column)
    {
        for (int i = 0; i < entry.Parameters.Count; i++)
        {
            if (entry.Parameters[i].Name == name) return i;
        }

        throw source.Error(column, entry.UnknownParameter(name));
    }

    private object Convert(ParameterEntry parameter, Value given)
    {
        object value = Read(parameter, given)
            ?? throw source.Error(given.Column, $"{parameter.Name} = {given}, but it must be {parameter.Expected}.");
        return parameter.Complaint(value) is { } complaint ? throw source.Error(given.Column, $"{entry.Name}: {complaint}.") : value;
    }

    private object? Read(ParameterEntry parameter, Value given) => (parameter.Kind, given) switch
    {
        (ParameterKind.Switch, WordValue { Word: "true" }) => true,
        (ParameterKind.Switch, WordValue { Word: "false" }) => false,
        (ParameterKind.Word, WordValue word) => parameter.Convert(word.Word),
        (ParameterKind.Length, NumberValue number) => ReadLength(source, number),
        (ParameterKind.Number or ParameterKind.Whole, NumberValue { Unit: "" or "%" } number) => parameter.Convert(Number(number)),
        (ParameterKind.Text, TextValue text) => text.Text,
        (ParameterKind.Numbers, ListValue list) when list.Items.All(item => item.Unit is "" or "%") =>
            ValueList.Of(list.Items.Select(Number)),
        _ => null,
    };

    private static Length ReadLength(RecipeParser source, NumberValue number)
    {
        LengthUnit unit = number.Unit switch { "%" => LengthUnit.Share, "epochs" => LengthUnit.Epochs, _ => LengthUnit.Steps };
        bool read = decimal.TryParse(number.Digits, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount);
        if (unit == LengthUnit.Share) amount /= 100;
        return read && Length.Complaint(amount, unit) is null
            ? Length.Of(amount, unit)
            : throw source.Error(number.Column, $"The length {number} does not exist. {(read ? Length.Complaint(amount, unit) : "It is too large.")}");
    }

    internal static double Number(NumberValue value)
    {
        double number = double.Parse(value.Digits, CultureInfo.InvariantCulture);
        return value.Unit == "%" ? number / 100 : number;
    }
}
