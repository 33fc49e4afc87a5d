using Gradus.Losses;
using Gradus.Torch.Native;
using TorchSharp;
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
/// the batch; samples may count by weight, and then it is Σ w l / Σ w of these quotients. Choose it to read speech or handwriting whose labels are not aligned with the frames.</para>
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
    public override Tensor forward(Tensor logits, Tensor targets, Tensor inputLengths, Tensor targetLengths) =>
        Evaluate(logits, targets, inputLengths, targetLengths, Reduction);

    /// <summary>Evaluates the loss, where samples count by weight.</summary>
    /// <param name="logits">As in the other overload.</param>
    /// <param name="targets">As in the other overload.</param>
    /// <param name="inputLengths">As in the other overload.</param>
    /// <param name="targetLengths">As in the other overload.</param>
    /// <param name="weight">A weight for each sample, of shape (N). What has weight 0 is left out, whatever its logits, labels and frames are; only its target length must be one.</param>
    /// <returns>Σ w l / Σ w for a mean, Σ w l for a sum, each w l for <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">As in the other overload, or weights that do not fit.</exception>
    public Tensor forward(Tensor logits, Tensor targets, Tensor inputLengths, Tensor targetLengths, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(inputLengths);
        ArgumentNullException.ThrowIfNull(targetLengths);
        ArgumentNullException.ThrowIfNull(weight);
        CheckLogits(logits);
        long samples = logits.shape[1];
        if (weight.dim() != 1 || weight.shape[0] != samples) throw new ArgumentException($"The weight has shape {Shape(weight)}; ctc needs one for each of {samples} samples: shape [{samples}].");
        if (weight.requires_grad && is_grad_enabled()) throw new ArgumentException("The weight wants a gradient, which ctc does not give: detach() it.");
        using Scalar none = 0, one = 1;
        Tensor w = weight.detach().to(logits.dtype, logits.device), counts = w.ne(none);
        (Tensor frames, Tensor labels) = (inputLengths, targetLengths);
        if (!counts.all().item<bool>())
        {
            // Once its frames and labels are no more than padding, a sample of weight 0 is one like any other.
            Lengths(inputLengths, "input", samples);
            Tensor here = counts.to(inputLengths.device), there = counts.to(targetLengths.device);
            long[] lengths = Lengths(targetLengths, "target", samples);
            if (targets.dim() == 1) targets = WithoutAbsent(targets, lengths, counts);
            (frames, labels) = (where(here, inputLengths, ones_like(inputLengths)), where(there, targetLengths, zeros_like(targetLengths)));
            logits = where(counts.view(1, samples, 1), logits, zeros_like(logits));
        }

        Tensor each = Evaluate(logits, targets, frames, labels, Reduction.None);
        if (Reduction == Reduction.Mean) each /= labels.clamp_min(one).to(each.dtype, each.device);
        Tensor weighed = where(counts, each * w, zeros_like(w));
        return Reduction switch { Reduction.Mean => weighed.sum() / SampleWeight.Mass(w), Reduction.Sum => weighed.sum(), _ => weighed };
    }

    /// <summary>The labels of samples that count, out of all one after the other.</summary>
    private static Tensor WithoutAbsent(Tensor targets, long[] lengths, Tensor counts)
    {
        if (Array.FindIndex(lengths, length => length < 0) is >= 0 and int sample) throw new ArgumentException($"Sample {sample} has {lengths[sample]} labels; give a target length of 0 or more.");
        if (lengths.Sum() != targets.shape[0]) throw new ArgumentException($"The targets hold {targets.shape[0]} labels, but the target lengths add up to {lengths.Sum()}; give all samples' labels one after the other.");
        bool[] present = counts.cpu().data<bool>().ToArray();
        bool[] keep = [.. lengths.SelectMany((length, i) => Enumerable.Repeat(present[i], (int)length))];
        return targets.masked_select(tensor(keep, device: targets.device));
    }

    private Tensor Evaluate(Tensor logits, Tensor targets, Tensor inputLengths, Tensor targetLengths, Reduction reduction)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(inputLengths);
        ArgumentNullException.ThrowIfNull(targetLengths);
        CheckLogits(logits);
        long[] frames = Lengths(inputLengths, "input", logits.shape[1]), labels = Lengths(targetLengths, "target", logits.shape[1]);
        Check(logits, targets, frames, labels);
        bool wide = logits.dtype is ScalarType.Float32 or ScalarType.Float64;
        Tensor logProbabilities = nn.functional.log_softmax(wide ? logits : logits.to(ScalarType.Float32), 2);
        Tensor value = nn.functional.ctc_loss(
            logProbabilities, targets.to(ScalarType.Int64, logits.device), tensor(frames), tensor(labels), Blank, ZeroInfinity, reduction switch
            {
                Reduction.Mean => nn.Reduction.Mean,
                Reduction.Sum => nn.Reduction.Sum,
                _ => nn.Reduction.None,
            });
        return wide ? value : value.to(logits.dtype);
    }

    private void CheckLogits(Tensor logits)
    {
        if (!logits.is_floating_point() || logits.dim() != 3 || logits.numel() == 0)
        {
            throw new ArgumentException($"Logits of shape {Shape(logits)} and type {logits.dtype} were given; ctc needs floating-point scores of shape (frames, samples, labels), none of them 0.");
        }

        if (logits.shape[2] <= Blank) throw new ArgumentException($"The logits have {logits.shape[2]} labels, so there is no blank {Blank}; give a blank from 0 to {logits.shape[2] - 1}.");
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
