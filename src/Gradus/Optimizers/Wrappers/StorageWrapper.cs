namespace Gradus.Optimizers;

/// <summary>Says how a rule's state is stored between steps; the formula stays what it is.</summary>
/// <remarks>
/// <para>Tensors of fewer than <see cref="SmallestTensor"/> elements keep their whole state, and so do slots that hold weights or lengths of
/// steps (see <see cref="ElementwiseOptimizer.KeepsExact"/>): averages of the weights, the sequence z of a schedule-free rule.</para>
/// <para>It is a matter of CPU memory, and of weights in float32 and bfloat16: those of float64 keep their whole state, and a step of others, or of
/// tensors elsewhere, is refused.</para>
/// </remarks>
public abstract record StorageWrapper : Wrapper
{
    /// <summary>Smaller tensors are biases and scales: there is little to save, and much hangs on them.</summary>
    public const long SmallestTensor = 4096;

    /// <summary>How the state is stored.</summary>
    public abstract StateFormat Format { get; }

    internal override string? Complaint(ElementwiseOptimizer rule, int place)
    {
        for (int i = 0; i < place; i++)
        {
            if (rule.Wrappers[i] is StorageWrapper) return "the state is stored in one format: keep either state8 or state16";
        }

        return null;
    }
}

/// <summary>
/// State in 8 bits: dynamic quantization of blocks of 256 elements, each with a scale in float32, so that a quarter of the memory is left.
/// Dettmers, Lewis, Shleifer, Zettlemoyer (2022), sections 1.2 and 2.
/// </summary>
/// <remarks>
/// Codes are those of the paper's map, the signed one or, for blocks without a negative number, the unsigned one. Other than there, rounding
/// is stochastic, so that a mean that moves by less than a code still moves on average; and a second moment never becomes zero.
/// </remarks>
[Method("state8", "keeps the state in 8 bits for each number",
    Choose = "Where memory for the optimizer is short, or its bandwidth: a quarter of the state at nearly the same path.",
    Source = "Dettmers, Lewis, Shleifer, Zettlemoyer 2022, sections 1.2 and 2")]
[Convention("bitsandbytes", "optim.AdamW8bit: the same map and blocks of 256, rounded to the nearest code; the map is chosen by slot, not by block")]
public sealed record EightBitState : StorageWrapper
{
    /// <inheritdoc/>
    public override StateFormat Format => StateFormat.EightBit;
}

/// <summary>State in bfloat16, rounded stochastically: half the memory of float32, with its range.</summary>
[Method("state16", "keeps the state in bfloat16",
    Choose = "Half the memory of the state at three digits' precision; the careful choice before state8.",
    Source = "Gupta, Agrawal, Gopalakrishnan, Narayanan 2015, section 3 (stochastic rounding); Zamirai et al. 2020")]
public sealed record BFloat16State : StorageWrapper
{
    /// <inheritdoc/>
    public override StateFormat Format => StateFormat.BFloat16;
}
