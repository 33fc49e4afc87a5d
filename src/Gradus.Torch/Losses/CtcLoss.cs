using Gradus.Losses;
using Gradus.Torch.Native;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>
/// Connectionist temporal classification: −log of the probability that a sequence of frames, each a distribution over labels
/// and a blank, spells a shorter sequence of labels, over all ways to align the two. Graves et al. (2006), eq. 8 and 14.
/// </summary>
/// <remarks>
/// <para>libtorch computes it; here its inputs are checked first, because libtorch reads beyond the frames or returns an
/// infinite loss where they do not fit. A target with equal neighbours needs a blank between them, so that it takes
/// as many frames as it has labels and one more for each such pair.</para>
/// <para><see cref="Reduction.Mean"/> is PyTorch's: each loss is divided by its target's length (1 where it is empty) before the mean over
/// the batch. Choose it to read speech or handwriting whose labels are not aligned with the frames.</para>
/// </remarks>
public sealed class CtcLoss : nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor>
{
    /// <summary>Makes the loss.</summary>
    /// <param name="blank">The label that stands for nothing.</param>
    /// <param name="zeroInfinity">Whether a target that cannot be aligned counts as 0 with gradient 0, instead of being refused.</param>
    /// <param name="reduction">How the samples' losses become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The blank is negative.</exception>
    public CtcLoss(int blank = 0, bool zeroInfinity = false, Reduction reduction = Reduction.Mean) : base(nameof(CtcLoss))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(blank);
        TorchNatives.EnsureLoaded();
        Blank = blank;
        ZeroInfinity = zeroInfinity;
        Reduction = reduction;
    }

    /// <summary>The label that stands for nothing.</summary>
    public int Blank { get; }

    /// <summary>Whether a target that cannot be aligned counts as 0 instead of being refused.</summary>
    public bool ZeroInfinity { get; }

    /// <summary>How the samples' losses become one number.</summary>
    public Reduction Reduction { get; }

    /// <summary>Evaluates the loss.</summary>
    /// <param name="logits">Scores of shape (T, N, C): T frames, N samples, C labels with the blank. Log-softmax is taken here; taking it before, as PyTorch asks for, changes nothing.</param>
    /// <param name="targets">Labels of shape (N, S), padded with anything, or all one after the other, of shape (sum of lengths).</param>
    /// <param name="inputLengths">How many frames each sample has, of shape (N), each from 1 to T.</param>
    /// <param name="targetLengths">How many labels each sample has, of shape (N).</param>
    /// <returns>A scalar; for <see cref="Reduction.None"/>, one value for each sample.</returns>
    /// <exception cref="ArgumentException">Shapes that do not fit, or a sample with a length or a label out of range, or that cannot be aligned; the first one is named.</exception>
    public override Tensor forward(Tensor logits, Tensor targets, Tensor inputLengths, Tensor targetLengths)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(inputLengths);
        ArgumentNullException.ThrowIfNull(targetLengths);
        if (!logits.is_floating_point() || logits.dim() != 3 || logits.numel() == 0)
        {
            throw new ArgumentException($"Logits of shape {Shape(logits)} and type {logits.dtype} were given; ctc needs floating-point scores of shape (frames, samples, labels), none of them 0.");
        }

        if (logits.shape[2] <= Blank) throw new ArgumentException($"The logits have {logits.shape[2]} labels, so there is no blank {Blank}; give a blank from 0 to {logits.shape[2] - 1}.");
        long[] frames = Lengths(inputLengths, "input", logits.shape[1]), labels = Lengths(targetLengths, "target", logits.shape[1]);
        Check(logits, targets, frames, labels);
        bool wide = logits.dtype is ScalarType.Float32 or ScalarType.Float64;
        Tensor logProbabilities = nn.functional.log_softmax(wide ? logits : logits.to(ScalarType.Float32), 2);
        Tensor value = nn.functional.ctc_loss(
            logProbabilities, targets.to(ScalarType.Int64, logits.device), tensor(frames), tensor(labels), Blank, ZeroInfinity, Reduction switch
            {
                Reduction.Mean => nn.Reduction.Mean,
                Reduction.Sum => nn.Reduction.Sum,
                _ => nn.Reduction.None,
            });
        return wide ? value : value.to(logits.dtype);
    }

    private static long[] Lengths(Tensor lengths, string of, long samples)
    {
        if (lengths.is_floating_point() || lengths.dim() != 1 || lengths.shape[0] != samples)
        {
            throw new ArgumentException($"The {of} lengths have shape {Shape(lengths)} and type {lengths.dtype}; ctc needs one whole number for each of {samples} samples: shape [{samples}].");
        }

        return Numbers(lengths);
    }

    private void Check(Tensor logits, Tensor targets, long[] frames, long[] labels)
    {
        long most = logits.shape[0], classes = logits.shape[2];
        bool padded = targets.dim() == 2;
        if (targets.is_floating_point() || targets.dim() is not (1 or 2) || (padded && targets.shape[0] != frames.Length))
        {
            throw new ArgumentException($"Targets of shape {Shape(targets)} and type {targets.dtype} were given; ctc needs whole numbers of shape ({frames.Length}, longest target), or all labels in one row.");
        }

        for (int sample = 0; sample < frames.Length; sample++)
        {
            if (frames[sample] < 1 || frames[sample] > most) throw new ArgumentException($"Sample {sample} has {frames[sample]} frames; the logits have {most}, so give an input length from 1 to {most}.");
            if (labels[sample] < 0) throw new ArgumentException($"Sample {sample} has {labels[sample]} labels; give a target length of 0 or more.");
            if (padded && labels[sample] > targets.shape[1]) throw new ArgumentException($"Sample {sample} has {labels[sample]} labels, but the targets hold {targets.shape[1]} in a row; give a shorter target length or wider targets.");
        }

        if (!padded && labels.Sum() != targets.shape[0]) throw new ArgumentException($"The targets hold {targets.shape[0]} labels, but the target lengths add up to {labels.Sum()}; give all samples' labels one after the other.");
        long[] all = Numbers(targets);
        long start = 0;
        for (int sample = 0; sample < frames.Length; sample++)
        {
            CheckLabels(sample, all.AsSpan((int)start, (int)labels[sample]), frames[sample], classes);
            start += padded ? targets.shape[1] : labels[sample];
        }
    }

    private void CheckLabels(int sample, ReadOnlySpan<long> labels, long frames, long classes)
    {
        long needed = labels.Length;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes) throw new ArgumentException($"Sample {sample} has the label {labels[i]} at place {i}; the logits have {classes} labels, so give one from 0 to {classes - 1}.");
            if (labels[i] == Blank) throw new ArgumentException($"Sample {sample} has the blank {Blank} at place {i}; a target has labels only: leave it out, or choose another blank.");
            if (i > 0 && labels[i] == labels[i - 1]) needed++;
        }

        if (needed > frames && !ZeroInfinity)
        {
            string pairs = needed == labels.Length ? "" : $" and a blank between each of {needed - labels.Length} equal neighbours";
            throw new ArgumentException($"Sample {sample} has {frames} frames, too few for its {labels.Length} labels{pairs}: no alignment exists. Give more frames, or zeroInfinity to leave such samples out.");
        }
    }

    private static long[] Numbers(Tensor whole)
    {
        using Tensor numbers = whole.detach().to(ScalarType.Int64).cpu().contiguous();
        return numbers.numel() == 0 ? [] : numbers.data<long>().ToArray();
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
