using Gradus.Schedules;

namespace Gradus;

/// <summary>What stands behind an argument's name.</summary>
internal abstract record Value(int Column);

/// <summary>A number with its digits as written, and what it counts: "%", "epochs", "steps", or nothing.</summary>
internal sealed record NumberValue(int Column, string Digits, string Unit) : Value(Column)
{
    public override string ToString() => Unit is "" or "%" ? Digits + Unit : $"{Digits} {Unit}";
}

/// <summary>from → to over a length, in a shape.</summary>
internal sealed record MovingValue(int Column, NumberValue From, NumberValue To, NumberValue Over, MovingShape Shape) : Value(Column)
{
    public override string ToString() => $"{From}→{To} over {Over}";
}

internal sealed record WordValue(int Column, string Word) : Value(Column)
{
    public override string ToString() => Word;
}

internal sealed record TextValue(int Column, string Text) : Value(Column)
{
    public override string ToString() => $"\"{Text}\"";
}

internal sealed record ListValue(int Column, IReadOnlyList<NumberValue> Items) : Value(Column)
{
    public override string ToString() => $"[{string.Join(", ", Items)}]";
}

/// <summary>An argument by position, or by name where it has one.</summary>
internal sealed record Argument(string? Name, int Column, Value Value);

/// <summary>name(arguments).</summary>
internal sealed record Call(string Name, int Column, IReadOnlyList<Argument> Arguments);

/// <summary>A call, how it is joined to the one before ("", "+", "-", "then", "with"), and its factor, a number or a moving one.</summary>
internal sealed record Item(string Joint, int Column, Value? Weight, Call Call);
