using Gradus.Metadata;
using Gradus.Schedules;

namespace Gradus;

/// <summary>
/// Text to syntax. recipe: section ("|" section)*; section: item (("+" | "-" | "then" | "with") item)*; item: [weight "*"] call;
/// weight: moving | "(" moving ")"; call: name ["(" argument ("," argument)* ")"]; argument: [name "="] value; value:
/// moving | word | text | "[" numbers "]"; moving: number ["→" number "over" number ["linear" | "cosine"]]; number: ["-"] digits
/// ["%" | unit].
/// </summary>
/// <remarks>Nothing in the grammar nests, so that no text can exhaust the stack.</remarks>
internal sealed class RecipeParser(string text, int start = 0)
{
    private const int MaxLength = 2000;

    private static readonly string[] s_shapes = [.. Enum.GetNames<MovingShape>().Select(ParameterEntry.Camel)];

    private readonly Tokenizer _tokens = new(text, MaxLength, start);

    public RecipeException Error(int column, string message) => _tokens.Error(column, message);

    /// <summary>All sections.</summary>
    /// <param name="adds">Whether the first one goes on after a typed loss, with a sign.</param>
    public IReadOnlyList<IReadOnlyList<Item>> Recipe(bool adds = false)
    {
        List<IReadOnlyList<Item>> sections = [];
        do sections.Add(ReadSection(adds && sections.Count == 0));
        while (_tokens.TryTake("|"));
        _tokens.ExpectEnd();
        return sections;
    }

    public IReadOnlyList<Item> Section()
    {
        IReadOnlyList<Item> section = ReadSection();
        _tokens.ExpectEnd();
        return section;
    }

    private List<Item> ReadSection(bool adds = false)
    {
        List<Item> items = adds ? [] : [ReadItem("", _tokens.Next.Column)];
        while (_tokens.Next is { } joint && (joint.Is("+") || joint.Is("-") || joint is { Kind: TokenKind.Word, Text: "then" or "with" }))
        {
            _tokens.Take();
            items.Add(ReadItem(joint.Text, joint.Column));
        }

        return items;
    }

    private Item ReadItem(string joint, int column)
    {
        Value? weight = null;
        int opened = _tokens.Next.Column;
        bool bracket = _tokens.TryTake("(");
        if (bracket || StartsNumber)
        {
            weight = ReadMoving();
            if (bracket) _tokens.Expect(")", $"to close the bracket in column {opened}");
            _tokens.Expect("*", "between a weight and its loss");
        }

        return new(joint, column, weight, ReadCall());
    }

    private Call ReadCall()
    {
        Token name = _tokens.Take();
        if (name.Kind != TokenKind.Word) throw Error(name.Column, $"Found {name}, expected a name such as mse or adamw.");
        List<Argument> arguments = [];
        if (_tokens.TryTake("(") && !_tokens.TryTake(")"))
        {
            do arguments.Add(ReadArgument());
            while (_tokens.TryTake(","));
            _tokens.Expect(")", $"to close '{name.Text}(', or a comma before another argument");
        }

        return new(name.Text, name.Column, arguments);
    }

    private Argument ReadArgument()
    {
        Token first = _tokens.Next;
        if (first.Kind != TokenKind.Word) return new(null, first.Column, ReadValue());
        _tokens.Take();
        return _tokens.TryTake("=")
            ? new(first.Text, first.Column, ReadValue())
            : new(null, first.Column, new WordValue(first.Column, first.Text));
    }

    private Value ReadValue()
    {
        Token next = _tokens.Next;
        if (StartsNumber) return ReadMoving();
        if (next.Kind == TokenKind.Word) return new WordValue(next.Column, _tokens.Take().Text);
        if (next.Kind == TokenKind.Text) return new TextValue(next.Column, _tokens.Take().Text);
        if (next.Is("[")) return ReadList();
        throw Error(next.Column, $"Found {next}, expected a value: a number, a length such as 5% or 3 epochs, true, false, a word, or a list such as [1, 2].");
    }

    private ListValue ReadList()
    {
        int column = _tokens.Take().Column;
        List<NumberValue> items = [];
        if (_tokens.TryTake("]")) return new(column, items);
        do items.Add(ReadNumber());
        while (_tokens.TryTake(","));
        _tokens.Expect("]", "to close the list, or a comma before another number");
        return new(column, items);
    }

    private bool StartsNumber => _tokens.Next.Kind == TokenKind.Number || _tokens.Next.Is("-");

    /// <summary>A number, or one that moves to another.</summary>
    private Value ReadMoving()
    {
        NumberValue from = ReadNumber();
        if (!_tokens.TryTake("→")) return from;
        NumberValue to = ReadNumber("over");
        if (!_tokens.TryTakeWord("over"))
        {
            throw Error(_tokens.Next.Column, $"Found {_tokens.Next}, expected 'over' and how long it takes: {from}→{to} over 5 epochs.");
        }

        NumberValue over = ReadNumber(s_shapes);
        if (_tokens.Next.Kind != TokenKind.Word) return new MovingValue(from.Column, from, to, over, MovingShape.Linear);
        Token shape = _tokens.Take();
        return Array.IndexOf(s_shapes, shape.Text) is >= 0 and int index
            ? new MovingValue(from.Column, from, to, over, (MovingShape)index)
            : throw Error(shape.Column, $"Found {shape}, expected a shape or nothing: {string.Join(" or ", s_shapes)}.");
    }

    /// <summary>A number, whose unit is none of some words that may follow it.</summary>
    private NumberValue ReadNumber(params ReadOnlySpan<string> followers)
    {
        int column = _tokens.Next.Column;
        string sign = _tokens.TryTake("-") ? "-" : "";
        if (_tokens.Next.Kind != TokenKind.Number) throw Error(_tokens.Next.Column, $"Found {_tokens.Next}, expected a number.");
        string digits = sign + _tokens.Take().Text;
        if (_tokens.TryTake("%")) return new(column, digits, "%");
        if (_tokens.Next.Kind != TokenKind.Word || followers.Contains(_tokens.Next.Text)) return new(column, digits, "");
        Token unit = _tokens.Take();
        return unit.Text switch
        {
            "epoch" or "epochs" => new(column, digits, "epochs"),
            "step" or "steps" => new(column, digits, "steps"),
            _ => throw Error(unit.Column, $"'{unit.Text}' is no unit. Lengths are counted in steps (500), epochs (3 epochs) or % of the run (5%)."),
        };
    }
}
