using System.Text;
using System.Text.RegularExpressions;

namespace Gradus.Algebra.Printing;

/// <summary>Formulas for slides and papers.</summary>
internal sealed partial class LatexPrinter : FormulaPrinter
{
    private static readonly Dictionary<char, string> s_commands = new()
    {
        ['α'] = @"\alpha ", ['β'] = @"\beta ", ['γ'] = @"\gamma ", ['δ'] = @"\delta ", ['ε'] = @"\varepsilon ",
        ['ζ'] = @"\zeta ", ['η'] = @"\eta ", ['θ'] = @"\theta ", ['κ'] = @"\kappa ", ['λ'] = @"\lambda ",
        ['μ'] = @"\mu ", ['ν'] = @"\nu ", ['ξ'] = @"\xi ", ['ρ'] = @"\rho ", ['σ'] = @"\sigma ", ['τ'] = @"\tau ",
        ['π'] = @"\pi ", ['φ'] = @"\varphi ", ['ω'] = @"\omega ", ['−'] = "-", ['·'] = @" \cdot ", ['√'] = @"\surd ",
        ['Π'] = @"\Pi ", ['Δ'] = @"\Delta ", ['ŷ'] = @"\hat{y}", ['ḡ'] = @"\bar{g}",
        ['ĝ'] = @"\hat{g}", ['û'] = @"\hat{u}", ['′'] = "'", ['‖'] = @"\|", ['²'] = "^2",
    };

    protected override string Times => @"\,";

    protected override string Minus => "-";

    protected override bool FractionBindsItself => true;

    protected override string Variable(string name)
    {
        name = Radical().Replace(name, @"\sqrt{$1}").Replace("min(", @"\min(", StringComparison.Ordinal).Replace("softmax", @"\operatorname{softmax}", StringComparison.Ordinal);
        if (name.StartsWith("log ", StringComparison.Ordinal)) name = @"\" + name;
        StringBuilder latex = new();
        string open = "";
        foreach (char c in name)
        {
            (string script, string inner) = Script(c);
            if (script != open)
            {
                if (open.Length > 0) latex.Append('}');
                if (script.Length > 0) latex.Append(script).Append('{');
                open = script;
            }

            latex.Append(inner);
        }

        if (open.Length > 0) latex.Append('}');
        return latex.ToString().Replace(" _", "_", StringComparison.Ordinal).Replace(" ^", "^", StringComparison.Ordinal).TrimEnd();
    }

    protected override string Number(double value)
    {
        if (value == 0.5) return @"\tfrac{1}{2}";
        string text = Shortest(value);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        if (exponent < 0) return text;
        string mantissa = text[..exponent], power = text[(exponent + 1)..].TrimStart('+');
        power = int.Parse(power, System.Globalization.CultureInfo.InvariantCulture).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return mantissa == "1" ? $"10^{{{power}}}" : $@"{mantissa} \cdot 10^{{{power}}}";
    }

    protected override string Brackets(string inner) => $@"\left({inner}\right)";

    protected override string Fraction(string over, string under) => $@"\frac{{{over}}}{{{under}}}";

    protected override string Raise(string radix, string exponent) => $"{{{radix}}}^{{{exponent}}}";

    protected override string Root(string inner) => $@"\sqrt{{{inner}}}";

    protected override string Call(string function, params ReadOnlySpan<string> arguments) =>
        $@"{(function == "σ" ? @"\sigma" : function is "sign" or "softplus" or "above" or "eig" or "qr" or "mean" or "rowMeans" or "columnMeans" ? $@"\operatorname{{{function}}}" : @"\" + function)}\left({string.Join(", ", arguments!)}\right)";

    protected override string Bars(string inner) => $@"\left|{inner}\right|";

    protected override string DoubleBars(string inner) => $@"\left\lVert {inner} \right\rVert";

    protected override string Transposed(string inner) => $@"{{{inner}}}^{{\top}}";

    protected override string TimesEach => @" \odot ";

    protected override string Cases(string condition, string then, string otherwise) =>
        $@"\begin{{cases}} {then} & \text{{if }} {condition} \\ {otherwise} & \text{{otherwise}} \end{{cases}}";

    [GeneratedRegex(@"√\(([^()]*)\)")]
    private static partial Regex Radical();

    private static (string Script, string Inner) Script(char c) => c switch
    {
        >= '₀' and <= '₉' => ("_", ((char)('0' + (c - '₀'))).ToString()),
        'ₜ' => ("_", "t"),
        '₋' => ("_", "-"),
        '₊' => ("_", "+"),
        'ᵢ' => ("_", "i"),
        'ⱼ' => ("_", "j"),
        'ᵗ' => ("^", "t"),
        'ᵞ' => ("^", @"\gamma"),
        _ => ("", s_commands.GetValueOrDefault(c, c.ToString())),
    };
}
