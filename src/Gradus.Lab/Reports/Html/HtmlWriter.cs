using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gradus.Lab.Reports.Html;

/// <summary>Text that already is markup and goes into a page as it stands.</summary>
internal readonly record struct Markup(string Text);

/// <summary>Writes HTML from interpolated strings: the literal parts are markup, every value in a hole is escaped.
/// Forgetting to escape is thereby impossible; not escaping takes a <see cref="Markup"/>.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new();

    public HtmlWriter Line([InterpolatedStringHandlerArgument("")] ref Pieces pieces)
    {
        _ = pieces;
        _text.Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();

    [InterpolatedStringHandler]
    internal readonly ref struct Pieces(int literalLength, int formattedCount, HtmlWriter writer)
    {
        private readonly StringBuilder _text = writer._text;

        public int Expected { get; } = literalLength + formattedCount;

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(Markup markup) => _text.Append(markup.Text);

        public void AppendFormatted(string? value) => _text.Append(WebUtility.HtmlEncode(value));

        public void AppendFormatted(int value) => _text.Append(value.ToString(CultureInfo.InvariantCulture));
    }
}
