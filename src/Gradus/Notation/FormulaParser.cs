using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus;

/// <summary>
/// A typed formula to an expression. sum: product (("+" | "-") product)*; product: sign (("*" | "/") sign)*; sign: "-" sign
/// | power; power: atom ["^" sign]; atom: number | name | name "(" … ")" | "(" sum ")".
/// </summary>
/// <remarks>So −x^2 is −(x^2), 2^3^2 is 2^9, and x^-1 needs no brackets.</remarks>
internal sealed class FormulaParser(string text, IReadOnlyList<string> variables)
{
    public const int MaxLength = 1000;

    private const int MaxDepth = 60;

    private static readonly Dictionary<string, Func<Symbol, Symbol>> s_functions = new()
    {
        ["sin"] = Symbol.Sin, ["cos"] = Symbol.Cos, ["exp"] = Symbol.Exp, ["log"] = Symbol.Log, ["log1p"] = Symbol.Log1p,
        ["sqrt"] = Symbol.Sqrt, ["abs"] = Symbol.Abs, ["tanh"] = Symbol.Tanh,
        ["sigmoid"] = Symbol.Sigmoid, ["softplus"] = Symbol.Softplus,
    };

    private static readonly Dictionary<string, Func<Symbol, Symbol, Symbol>> s_pairs = new()
    {
        ["min"] = Symbol.Min, ["max"] = Symbol.Max, ["pow"] = Symbol.Pow,
    };

    private readonly Tokenizer _tokens = new(text, MaxLength);
    private int _depth;

    public Symbol Parse()
    {
        Symbol formula = Sum();
        _tokens.ExpectEnd();
        return formula;
    }

    private Symbol Sum()
    {
        Symbol sum = Product();
        while (true)
        {
            if (_tokens.TryTake("+")) sum += Product();
            else if (_tokens.TryTake("-")) sum -= Product();
            else return sum;
        }
    }

    private Symbol Product()
    {
        Symbol product = Sign();
        while (true)
        {
            if (_tokens.TryTake("*")) product *= Sign();
            else if (_tokens.TryTake("/")) product /= Sign();
            else return product;
        }
    }

    /// <summary>Every way to nest passes through here.</summary>
    private Symbol Sign()
    {
        if (++_depth > MaxDepth) throw _tokens.Error(_tokens.Next.Column, $"The formula is nested more than {MaxDepth} deep.");
        Symbol value = _tokens.TryTake("-") ? -Sign() : Power();
        _depth--;
        return value;
    }

    private Symbol Power()
    {
        Symbol radix = Atom();
        return _tokens.TryTake("^") ? Symbol.Pow(radix, Sign()) : radix;
    }

    private Symbol Atom()
    {
        Token token = _tokens.Take();
        if (token.Kind == TokenKind.Number) return Number(token);
        if (token.Kind == TokenKind.Word) return _tokens.TryTake("(") ? Call(token) : Name(token);
        if (!token.Is("(")) throw _tokens.Error(token.Column, $"Found {token}, expected a number, a variable ({string.Join(", ", variables)}), a function or an opening bracket.");
        Symbol inner = Sum();
        _tokens.Expect(")", $"to close the bracket in column {token.Column}");
        return inner;
    }

    private Symbol Number(Token token)
    {
        if (_tokens.Next.Kind == TokenKind.Word || _tokens.Next.Is("("))
        {
            throw _tokens.Error(_tokens.Next.Column, $"Found {_tokens.Next} right after a number. Write the product out: {token.Text}*{_tokens.Next.Text}.");
        }

        double value = double.Parse(token.Text, System.Globalization.CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? Symbol.Constant(value) : throw _tokens.Error(token.Column, $"{token.Text} is too large.");
    }

    private Symbol Name(Token token)
    {
        if (variables.FirstOrDefault(variable => variable == token.Text) is { } known) return Symbol.Variable(known);
        return token.Text switch
        {
            "pi" or "π" => Symbol.Parameter(Math.PI, "π"),
            "e" => Symbol.Parameter(Math.E, "e"),
            _ => throw _tokens.Error(token.Column, s_functions.ContainsKey(token.Text) || s_pairs.ContainsKey(token.Text)
                ? $"{token.Text} is a function: write {token.Text}(…)."
                : $"There is no variable or constant '{token.Text}'. {Spelling.Offer(token.Text, [.. variables, "pi", "e"])}"),
        };
    }

    private Symbol Call(Token name)
    {
        Symbol value;
        if (s_functions.TryGetValue(name.Text, out Func<Symbol, Symbol>? function)) value = function(Sum());
        else if (s_pairs.TryGetValue(name.Text, out Func<Symbol, Symbol, Symbol>? pair))
        {
            Symbol first = Sum();
            _tokens.Expect(",", $"because {name.Text} has two arguments");
            value = pair(first, Sum());
        }
        else if (name.Text == "where") value = Where();
        else throw _tokens.Error(name.Column, $"There is no function '{name.Text}'. {Spelling.Offer(name.Text, [.. s_functions.Keys, .. s_pairs.Keys, "where"])}");
        _tokens.Expect(")", $"to close '{name.Text}('");
        return value;
    }

    private Symbol Where()
    {
        Symbol left = Sum();
        Token comparison = _tokens.Take();
        if (!comparison.Is("<") && !comparison.Is(">"))
        {
            throw _tokens.Error(comparison.Column, $"Found {comparison}, expected < or >: where(a < b, value if so, value otherwise).");
        }

        if (_tokens.Next.Is("=")) throw _tokens.Error(_tokens.Next.Column, "Compare with < or > alone; on real numbers the difference is a single point.");
        Symbol right = Sum();
        _tokens.Expect(",", "after the comparison");
        Symbol then = Sum();
        _tokens.Expect(",", "before the value otherwise");
        return Symbol.Select(comparison.Is("<") ? left < right : left > right, then, Sum());
    }
}
