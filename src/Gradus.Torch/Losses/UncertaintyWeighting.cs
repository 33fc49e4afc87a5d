using Gradus.Torch.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>What a task predicts: the likelihood behind its loss decides how its uncertainty enters.</summary>
public enum TaskKind
{
    /// <summary>A class: L is a cross-entropy, weighted by 1/σ². Kendall et al., eq. 10.</summary>
    Classification,

    /// <summary>A number: L is a squared error, weighted by 1/(2σ²). Kendall et al., eq. 7.</summary>
    Regression,
}

/// <summary>
/// Adds several losses up with weights that are learnt: Σᵢ cᵢ·exp(−sᵢ)·Lᵢ + ½sᵢ, where sᵢ = log σᵢ² is the log-variance of
/// task i and cᵢ is 1 for a classification and ½ for a regression. Kendall, Gal, Cipolla (2018), eq. 7 and 10.
/// </summary>
/// <remarks>
/// The log-variances begin at 0, which is σ = 1, and belong into the optimizer: <c>optimizer.AddGroup(weighting.parameters(), rule)</c>,
/// without weight decay. A task's weight settles where exp(s) is its loss (regression) or twice that (classification), so
/// that all tasks pull about equally. The sum may become negative.
/// </remarks>
public sealed class UncertaintyWeighting : nn.Module<IReadOnlyList<Tensor>, Tensor>
{
    private readonly Parameter _logVariances;
    private readonly Tensor _factors;

    /// <summary>A weight for each task.</summary>
    /// <param name="tasks">What each task predicts, in the order of the losses.</param>
    /// <exception cref="ArgumentException">There are no tasks.</exception>
    public UncertaintyWeighting(params IReadOnlyList<TaskKind> tasks) : base(nameof(UncertaintyWeighting))
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Count == 0) throw new ArgumentException("No tasks were given; name the kind of each loss, as in new UncertaintyWeighting(TaskKind.Classification, TaskKind.Regression).", nameof(tasks));
        TorchNatives.EnsureLoaded();
        Tasks = [.. tasks];
        _logVariances = new Parameter(zeros(tasks.Count));
        _factors = tensor(tasks.Select(task => task == TaskKind.Regression ? 0.5f : 1f).ToArray());
        register_parameter("logVariance", _logVariances);
        register_buffer("factor", _factors, persistent: false);
    }

    /// <summary>What each task predicts.</summary>
    public IReadOnlyList<TaskKind> Tasks { get; }

    /// <summary>The weight that each loss has now: cᵢ·exp(−sᵢ).</summary>
    public IReadOnlyList<double> Weights
    {
        get
        {
            using IDisposable scope = NewDisposeScope();
            using IDisposable off = no_grad();
            return [.. (Factors * LogVariances.neg().exp()).to(ScalarType.Float64).cpu().data<double>()];
        }
    }

    private Tensor LogVariances => get_parameter("logVariance")!;

    private Tensor Factors => get_buffer("factor")!;

    /// <summary>The sum.</summary>
    /// <param name="losses">The tasks' losses, one number each.</param>
    /// <exception cref="ArgumentException">There are more or fewer losses than tasks, or one is no single number.</exception>
    public override Tensor forward(IReadOnlyList<Tensor> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        if (losses.Count != Tasks.Count) throw new ArgumentException($"{losses.Count} losses were given for {Tasks.Count} tasks; give one for each.");
        for (int i = 0; i < losses.Count; i++)
        {
            if (losses[i].numel() != 1) throw new ArgumentException($"Loss {i} has shape [{string.Join(", ", losses[i].shape)}]; uncertainty weighting needs one number per task: reduce it with Reduction.Mean or Sum.");
        }

        using Scalar half = 0.5;
        Tensor s = LogVariances, all = stack([.. losses.Select(loss => loss.reshape([]).to(s.dtype))]);
        return (Factors * s.neg().exp() * all + s * half).sum();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _logVariances.Dispose();
            _factors.Dispose();
        }

        base.Dispose(disposing);
    }
}
