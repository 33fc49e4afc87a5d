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
    [InlineData("clipNorm(1)", "θₜ = θₜ₋₁ − η·(min(1, c/‖g‖))·gₜ")]
    [InlineData("clipValue(1)", "θₜ = θₜ₋₁ − η·min(max(gₜ, −c), c)")]
    [InlineData("agc", "θₜ = θₜ₋₁ − η·(min(1, λ‖θ‖/‖g‖))·gₜ")]
    [InlineData("centralize", "θₜ = θₜ₋₁ − η·(gₜ − ḡ)")]
    [InlineData("lookahead", "slowₜ = slowₜ₋₁ + w·(θₜ₋₁ − η·gₜ − slowₜ₋₁); θₜ = slowₜ")]
    [InlineData("swa(100)", "θₜ = θₜ₋₁ − η·gₜ; averageₜ = averageₜ₋₁ + w·(θₜ − averageₜ₋₁)")]
    public void A_wrapper_is_printed_where_it_acts(string wrapper, string update) =>
        Assert.Equal(update, string.Join("; ", RuleFormula.Print(new Sgd().With(Notation.ParseWrapper(wrapper)), FormulaStyle.Unicode)));

    [Fact]
    public void Climbing_and_coupled_decay_are_in_the_printed_gradient() => Assert.Equal(
        ["θₜ = θₜ₋₁ − η·(−gₜ + λ·θₜ₋₁)"],
        RuleFormula.Print(new Sgd(WeightDecay: 0.1, Maximize: true), FormulaStyle.Unicode));
}
