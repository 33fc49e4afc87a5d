using System.Text;

namespace Gradus;

internal enum TokenKind
{
    Number, Word, Text, Mark, End,
}

/// <summary>A number, a word, a text in quotation marks (here without them) or a mark, and where it stands, counted from 1.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Column)
{
    public bool Is(string mark) => Kind == TokenKind.Mark && Text == mark;

    /// <summary>How messages call it.</summary>
    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}

/// <summary>Reads a text one token at a time, with one token of foresight.</summary>
internal sealed class Tokenizer
{
    private const string Marks = "()[],=|*+-/^%<>→";

    private readonly string _text;
    private int _at;

    public Tokenizer(string text, int maxLength, int start = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
        _at = start;
        if (text.Length > maxLength)
        {
            throw Error(maxLength + 1, $"The text has {text.Length} characters; at most {maxLength} are read.");
        }

        Next = Read();
    }

    /// <summary>The token that <see cref="Take()"/> would return.</summary>
    public Token Next { get; private set; }

    public Token Take()
    {
        Token token = Next;
        Next = Read();
        return token;
    }

    public bool TryTake(string mark)
    {
        bool found = Next.Is(mark);
        if (found) Take();
        return found;
    }

    public bool TryTakeWord(string word)
    {
        bool found = Next.Kind == TokenKind.Word && Next.Text == word;
        if (found) Take();
        return found;
    }

    public void Expect(string mark, string why)
    {
        if (!TryTake(mark)) throw Error(Next.Column, $"Found {Next}, expected '{mark}' {why}.");
    }

    public void ExpectEnd()
    {
        if (Next.Kind != TokenKind.End) throw Error(Next.Column, $"Found {Next} where the text should end.");
    }

    public RecipeException Error(int column, string message) => new(message, _text, column);

    private Token Read()
    {
        while (_at < _text.Length && (char.IsWhiteSpace(_text[_at]) || char.IsControl(_text[_at]))) _at++;
        int start = _at;
        if (start == _text.Length) return new(TokenKind.End, "", start + 1);
        char c = _text[start];
        if (char.IsAsciiDigit(c) || (c == '.' && IsDigit(start + 1)))
        {
            SkipNumber();
            return Found(TokenKind.Number, start);
        }

        if (char.IsLetter(c) || c == '_')
        {
            while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
            return Found(TokenKind.Word, start);
        }

        if (c == '"')
        {
            int end = _text.IndexOf('"', start + 1);
            if (end < 0) throw Error(start + 1, "The text that begins here has no closing quotation mark.");
            _at = end + 1;
            return new(TokenKind.Text, _text[(start + 1)..end], start + 1);
        }

        if (c == '-' && start + 1 < _text.Length && _text[start + 1] == '>')
        {
            _at += 2;
            return new(TokenKind.Mark, "→", start + 1);
        }

        if (Marks.Contains(c, StringComparison.Ordinal))
        {
            _at++;
            return Found(TokenKind.Mark, start);
        }

        string shown = Rune.TryGetRuneAt(_text, start, out Rune rune) ? rune.ToString() : $"U+{(int)c:X4}";
        throw Error(start + 1, $"'{shown}' means nothing here.");
    }

    private Token Found(TokenKind kind, int start) => new(kind, _text[start.._at], start + 1);

    private bool IsDigit(int at) => at < _text.Length && char.IsAsciiDigit(_text[at]);

    /// <summary>Digits, a fraction, an exponent; the e of "3 epochs" or "3epochs" is none.</summary>
    private void SkipNumber()
    {
        SkipDigits();
        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            SkipDigits();
        }

        if (_at == _text.Length || _text[_at] is not ('e' or 'E')) return;
        bool signed = _at + 1 < _text.Length && _text[_at + 1] is '+' or '-';
        int digits = _at + (signed ? 2 : 1);
        if (!IsDigit(digits)) return;
        _at = digits;
        SkipDigits();
    }

    private void SkipDigits()
    {
        while (IsDigit(_at)) _at++;
    }
}
