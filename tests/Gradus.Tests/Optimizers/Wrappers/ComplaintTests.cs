using Gradus.Optimizers;

namespace Gradus.Tests.Optimizers.Wrappers;

/// <summary>What stands around a rule where it makes no sense is refused with a sentence, in text and in code.</summary>
public class ComplaintTests
{
    [Theory]
    [InlineData("adam with clipNorm(1) with clipNorm(2)", "clipNorm: the norm over all tensors is measured once: keep one of them.")]
    [InlineData("adam with agc with clipNorm(1, perTensor=true)", "clipNorm: a norm for each tensor does not go together with agc, which looks at each row: leave one of them out, or clip by the norm over all tensors.")]
    [InlineData("adamMini with clipNorm(1, perTensor=true)", "clipNorm: a norm for each tensor does not go together with adamMini, which looks at each row: leave one of them out, or clip by the norm over all tensors.")]
    [InlineData("adam with clipNorm(1) with skipNonFinite", "skipNonFinite: it looks at the gradient as it comes: write it first.")]
    [InlineData("adam with clipValue(1) with clipNorm(1)", "clipValue: clipNorm measures the gradient before clipValue can act: write clipValue behind it.")]
    [InlineData("lars with clipValue(1)", "clipValue: lars measures the gradient before clipValue can act: use clipNorm.")]
    [InlineData("adamw with decay(0.1)", "decay: adamw decays the weights itself; write adamw(weightDecay=0).")]
    [InlineData("lamb(weightDecay=0) with cautious", "cautious: lamb looks at its own update already; write cautious(rescale=false).")]
    [InlineData("adam with ema with swa(10)", "swa: one average of the weights is enough: keep either ema or swa.")]
    [InlineData("adam with lookahead with lookahead", "lookahead: one lookahead is enough.")]
    [InlineData("adam with noise with noise", "noise: one noise is enough: their variances add up.")]
    [InlineData("scheduleFreeSgd with ema", "ema: scheduleFreeSgd averages the weights itself.")]
    public void Combinations_without_sense_are_refused(string text, string sentence)
    {
        RecipeException refused = Assert.Throws<RecipeException>(() => Notation.ParseOptimizer(text));
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_refused_in_code_as_well()
    {
        ElementwiseOptimizer twice = new Adam().With(new Ema(), new Swa(3));
        Assert.StartsWith("swa: one average", Assert.Throws<ArgumentException>(() => Catalog.Check(twice)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Catalog.Check(new Adam().With(new ClipNorm(-1))));
    }

    [Theory]
    [InlineData("adamw with skipNonFinite with clipNorm(1)")]
    [InlineData("adamw with accumulate(4) with skipNonFinite with clipNorm(1)")]
    [InlineData("adamw with clipValue(1) with noise with clipNorm(1)")]
    [InlineData("lamb with clipValue(1)")]
    [InlineData("adamw with clipNorm(1, perTensor=true) with clipNorm(2)")]
    public void Combinations_with_sense_are_not(string text) => Assert.Equal(text, Notation.Print(Notation.ParseOptimizer(text)));
}
