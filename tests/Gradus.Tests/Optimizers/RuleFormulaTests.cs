using Gradus.Algebra;
using Gradus.Optimizers;

namespace Gradus.Tests.Optimizers;

public class RuleFormulaTests
{
    [Fact]
    public void Adamw_prints_as_it_runs() => Assert.Equal(
        ["mₜ = β₁·mₜ₋₁ + (1 − β₁)·gₜ", "vₜ = β₂·vₜ₋₁ + (1 − β₂)·gₜ²", "θₜ = θₜ₋₁·(1 − ηλ) − (η/(1 − β₁ᵗ))·mₜ / (√vₜ·(1/√(1 − β₂ᵗ)) + ε)"],
        RuleFormula.Print(new AdamW(), FormulaStyle.Unicode));

    [Fact]
    public void What_a_line_is_made_from_is_said_before_it()
    {
        Assert.Equal(
            ["vₜ = β₂·vₜ₋₁ + (1 − β₂)·gₜ²", "mₜ = β₁·mₜ₋₁ + (1 − β₁)·gₜ / (√vₜ·(1/√(1 − β₂ᵗ)) + ε)", "θₜ = θₜ₋₁ − (η/(1 − β₁ᵗ))·mₜ"],
            RuleFormula.Print(new LaProp(), FormulaStyle.Unicode));
        Assert.Equal(
            ["θₜ = (1 − ληₜ)·θₜ₋₁ − ηₜ·gₜ", "aₜ = aₜ₋₁ + μₜ·(θₜ − aₜ₋₁)"],
            RuleFormula.Print(new Asgd(), FormulaStyle.Unicode));
    }

    [Theory]
    [InlineData("clipNorm(1)", "ĝₜ = min(1, c/‖g‖)·gₜ; θₜ = θₜ₋₁ − η·ĝₜ")]
    [InlineData("clipValue(1)", "ĝₜ = min(max(gₜ, −c), c); θₜ = θₜ₋₁ − η·ĝₜ")]
    [InlineData("agc", "ĝₜ = min(1, λ‖θ‖/‖g‖)·gₜ; θₜ = θₜ₋₁ − η·ĝₜ")]
    [InlineData("centralize", "ĝₜ = gₜ − ḡ; θₜ = θₜ₋₁ − η·ĝₜ")]
    [InlineData("lookahead", "θ′ₜ = θₜ₋₁ − η·gₜ; slowₜ = slowₜ₋₁ + α·(θ′ₜ − slowₜ₋₁); θₜ = slowₜ")]
    [InlineData("swa(100)", "θₜ = θₜ₋₁ − η·gₜ; averageₜ = averageₜ₋₁ + (1/n)·(θₜ − averageₜ₋₁)")]
    public void A_wrapper_is_printed_where_it_acts(string wrapper, string update) =>
        Assert.Equal(update, string.Join("; ", RuleFormula.Print(new Sgd().With(Notation.ParseWrapper(wrapper)), FormulaStyle.Unicode)));

    [Fact]
    public void Climbing_and_coupled_decay_are_in_the_printed_gradient() => Assert.Equal(
        ["θₜ = θₜ₋₁ − η·(−gₜ + λ·θₜ₋₁)"],
        RuleFormula.Print(new Sgd(WeightDecay: 0.1, Maximize: true), FormulaStyle.Unicode));

    [Theory]
    [InlineData("sgd with clipNorm(1)", "ĝₜ = min(1, c/‖g‖)·gₜ", "θₜ = θₜ₋₁ − η·ĝₜ")]
    [InlineData("sgd with centralize with clipNorm(1)", "ĝₜ = min(1, c/‖g‖)·(gₜ − ḡ)", "θₜ = θₜ₋₁ − η·ĝₜ")]
    [InlineData("sgd with clipValue(1)", "ĝₜ = min(max(gₜ, −c), c)", "θₜ = θₜ₋₁ − η·ĝₜ")]
    [InlineData("sgd with decay(0.1)", "θₜ = θₜ₋₁·(1 − ηλ) − η·gₜ")]
    [InlineData("sgd with decay(0.1, corrected=true)", "θₜ = θₜ₋₁·(1 − η²λ/η₀) − η·gₜ")]
    [InlineData("sgd with clipNorm(1) with noise", "g′ₜ = min(1, c/‖g‖)·gₜ + N(0, η/tᵞ)", "θₜ = θₜ₋₁ − η·g′ₜ")]
    [InlineData("sgd(momentum=0.9) with cautious", "vₜ = μ·vₜ₋₁ + gₜ", "Δₜ = −η·vₜ", "θₜ = θₜ₋₁ + where(Δₜ·gₜ < 0, (1/share)·Δₜ, 0)")]
    [InlineData("sgd with ema", "θₜ = θₜ₋₁ − η·gₜ", "averageₜ = averageₜ₋₁ + (1 − dₜ)·(θₜ − averageₜ₋₁)")]
    [InlineData("sgd with swa(40, every=7)", "θₜ = θₜ₋₁ − η·gₜ", "averageₜ = averageₜ₋₁ + (1/n)·(θₜ − averageₜ₋₁)")]
    [InlineData("sgd with lookahead", "θ′ₜ = θₜ₋₁ − η·gₜ", "slowₜ = slowₜ₋₁ + α·(θ′ₜ − slowₜ₋₁)", "θₜ = slowₜ")]
    public void Around_a_rule_everything_that_happens_is_printed(string text, params string[] lines) =>
        Assert.Equal(lines, RuleFormula.Print((ElementwiseOptimizer)Notation.ParseOptimizer(text), FormulaStyle.Unicode));
}
