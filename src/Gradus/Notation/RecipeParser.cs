namespace Gradus;

/// <summary>
/// Text to syntax. recipe: section ("|" section)*; section: item (("+" | "-" | "then") item)*; item: ["-"] [number "*"]
/// call; call: name ["(" argument ("," argument)* ")"]; argument: [name "="] value; value: number ["%" | word] | word |
/// "[" numbers "]".
/// </summary>
/// <remarks>Nothing in the grammar nests, so that no text can exhaust the stack.</remarks>
internal sealed class RecipeParser(string text, int start = 0)
{
    private const int MaxLength = 2000;

    private readonly Tokenizer _tokens = new(text, MaxLength, start);

    public RecipeException Error(int column, string message) => _tokens.Error(column, message);

    public IReadOnlyList<IReadOnlyList<Item>> Recipe()
    {
        List<IReadOnlyList<Item>> sections = [];
        do sections.Add(ReadSection());
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

    private List<Item> ReadSection()
    {
        List<Item> items = [ReadItem("", _tokens.Next.Column)];
        while (_tokens.Next is { } joint && (joint.Is("+") || joint.Is("-") || joint is { Kind: TokenKind.Word, Text: "then" }))
        {
            _tokens.Take();
            items.Add(ReadItem(joint.Text, joint.Column));
        }

        return items;
    }

    private Item ReadItem(string joint, int column)
    {
        NumberValue? weight = null;
        if (_tokens.Next.Kind == TokenKind.Number || _tokens.Next.Is("-"))
        {
            weight = ReadNumber();
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
        if (next.Kind == TokenKind.Number || next.Is("-")) return ReadNumber();
        if (next.Kind == TokenKind.Word) return new WordValue(next.Column, _tokens.Take().Text);
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

    private NumberValue ReadNumber()
    {
        int column = _tokens.Next.Column;
        string sign = _tokens.TryTake("-") ? "-" : "";
        if (_tokens.Next.Kind != TokenKind.Number) throw Error(_tokens.Next.Column, $"Found {_tokens.Next}, expected a number.");
        string digits = sign + _tokens.Take().Text;
        if (_tokens.TryTake("%")) return new(column, digits, "%");
        if (_tokens.Next.Kind != TokenKind.Word) return new(column, digits, "");
        Token unit = _tokens.Take();
        return unit.Text switch
        {
            "epoch" or "epochs" => new(column, digits, "epochs"),
            "step" or "steps" => new(column, digits, "steps"),
            _ => throw Error(unit.Column, $"'{unit.Text}' is no unit. Lengths are counted in steps (500), epochs (3 epochs) or % of the run (5%)."),
        };
    }
}
