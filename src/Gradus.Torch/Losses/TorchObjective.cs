using Gradus.Losses;
using Gradus.Penalties;
using Gradus.Schedules;
using Gradus.Torch.Native;
using Gradus.Torch.Optimizers;
using Gradus.Torch.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>
/// What a training run minimises: a weighted sum of losses of the predictions, penalties of the model's parameters, and
/// values of both that may move over the run.
/// </summary>
/// <remarks>
/// <para>The <c>Trainer</c> does all of the following. A loop of one's own does, once, <see cref="Begin"/>; then in each step
/// <see cref="MoveTo"/>, <see cref="forward(Tensor, Tensor)"/>, <c>backward()</c>, <see cref="AddPenalties"/>, <c>optimizer.step()</c>,
/// <see cref="TakeProximalStep"/>.</para>
/// <para>Penalties are not part of what <c>forward</c> returns: their gradients are added to those that backward left, in
/// one sweep over memory, and the loss stays comparable with the loss on validation data.</para>
/// </remarks>
public sealed class TorchObjective : IDisposable
{
    private readonly List<TorchLossTerm> _losses = [];
    private readonly List<PenaltyTarget> _penalties = [];
    private readonly List<(string Name, Tensor Value)> _values = [];
    private double[] _penaltyValues = [];

    /// <summary>The objective of a recipe: its losses and penalties.</summary>
    /// <param name="recipe">The recipe; its optimizer and schedule are not looked at.</param>
    /// <param name="reduction">How the elements' or rows' losses become one number.</param>
    /// <exception cref="ArgumentException">There is no loss, a parameter is out of range, a loss is of no kind that <see cref="TorchLoss"/> runs, or the reduction is none.</exception>
    public TorchObjective(Recipe recipe, Reduction reduction = Reduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.Loss.Count == 0) throw new ArgumentException($"'{recipe}' has no loss; write one in front, as in crossEntropy{(recipe.Penalties.Count > 0 ? $" + {recipe.Objective}" : "")}.", nameof(recipe));
        if (reduction == Reduction.None) throw new ArgumentException("An objective is one number: give Reduction.Mean or Sum.", nameof(reduction));
        TorchNatives.EnsureLoaded();
        Reduction = reduction;
        foreach (LossTerm term in recipe.Loss) _losses.Add(new(term, reduction));
        foreach (PenaltyTerm term in recipe.Penalties) Penalize(term);
    }

    private TorchObjective(TorchLoss loss)
    {
        Reduction = loss.Reduction;
        _losses.Add(new(loss));
    }

    /// <summary>How the elements' or rows' losses become one number.</summary>
    public Reduction Reduction { get; }

    /// <summary>Learns the weights of the losses, where given; its parameters belong into the optimizer.</summary>
    public UncertaintyWeighting? Weighting { get; init; }

    /// <summary>Weights of the predictions of a model with auxiliary heads, the main one first.</summary>
    public IReadOnlyList<double> HeadWeights { get; init; } = [1];

    /// <summary>Whether it is more than one loss with one weight, so that it has parts to tell apart.</summary>
    public bool HasParts => _losses.Count > 1 || _penalties.Count > 0 || HeadWeights.Count > 1;

    /// <summary>Whether the CPU, too, runs what other devices run.</summary>
    internal bool Script { get; init; }

    /// <summary>An objective of this loss alone. The loss stays the caller's to dispose of.</summary>
    public static implicit operator TorchObjective(TorchLoss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new(loss);
    }

    /// <summary>Adds a penalty.</summary>
    /// <param name="penalty">The penalty.</param>
    /// <param name="parameters">
    /// The names of the parameters, with * for any letters: <c>encoder.*.weight</c>. By default the penalty's own choice, which is
    /// parameters of two or more dimensions: neither biases nor the scales of norms.
    /// </param>
    /// <exception cref="ArgumentException">A parameter of the penalty is out of range, or it is of no family this class can run.</exception>
    public void Penalize(PenaltyTerm penalty, string? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(penalty);
        Catalog.Check(penalty.Penalty);
        if (penalty.Penalty is not (IElementPenalty or ITensorPenalty))
        {
            throw new ArgumentException($"{Catalog.NameOf(penalty.Penalty)} is neither an {nameof(IElementPenalty)} nor an {nameof(ITensorPenalty)}; implement one of them.", nameof(penalty));
        }

        _penalties.Add(new(penalty, parameters));
        _penaltyValues = new double[_penalties.Count];
    }

    /// <summary>Finds the penalised parameters, lays moving values into the run, and stands at its first step.</summary>
    /// <param name="model">The model that is trained.</param>
    /// <param name="run">How long the run is; needed where a length is in % or epochs.</param>
    /// <exception cref="ArgumentException">A penalty finds no parameter, or a length does not fit the run.</exception>
    public void Begin(nn.Module model, RunLength? run = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (Weighting is { } weighting && weighting.Tasks.Count != _losses.Count)
        {
            throw new ArgumentException($"The uncertainty weighting has {weighting.Tasks.Count} tasks, but there are {_losses.Count} losses; give one task for each.");
        }

        foreach (TorchLossTerm loss in _losses) loss.Begin(run);
        foreach (PenaltyTarget penalty in _penalties) penalty.Begin(model, run);
        MoveTo(0);
    }

    /// <summary>Gives everything that moves its value at a step, counted from 0.</summary>
    public void MoveTo(long step)
    {
        foreach (TorchLossTerm loss in _losses) loss.MoveTo(step);
        foreach (PenaltyTarget penalty in _penalties) penalty.MoveTo(step);
    }

    /// <summary>The weighted sum of the losses, without the penalties.</summary>
    /// <exception cref="ArgumentException">Shapes or types that do not fit.</exception>
    public Tensor forward(Tensor prediction, Tensor target)
    {
        _values.Clear();
        return _losses.Count == 1 && Weighting is null ? Weighted(_losses[0], prediction, target, keep: HasParts) : Sum(prediction, target);
    }

    /// <summary>The same for a model with auxiliary heads: each prediction's loss times its head's weight, added up.</summary>
    /// <param name="predictions">What the heads predict, the main one first; all of the one target.</param>
    /// <param name="target">The target.</param>
    /// <exception cref="ArgumentException">There are more or fewer predictions than <see cref="HeadWeights"/>.</exception>
    public Tensor forward(IReadOnlyList<Tensor> predictions, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count != HeadWeights.Count)
        {
            throw new ArgumentException($"{predictions.Count} predictions were given for {HeadWeights.Count} head weights; set HeadWeights, the main head's first, as in [1, 0.3, 0.3].");
        }

        List<(string, Tensor)> parts = [];
        Tensor? total = null;
        for (int head = 0; head < predictions.Count; head++)
        {
            Tensor value = Times(HeadWeights[head], forward(predictions[head], target));
            if (head == 0 && HeadWeights[0] == 1) parts.AddRange(_values);
            else parts.Add((head == 0 ? "main head" : $"auxiliary head {head}", value));
            total = total is null ? value : total + value;
        }

        _values.Clear();
        _values.AddRange(parts);
        return total!;
    }

    /// <summary>
    /// Adds the penalties' gradients to those of the parameters. One with a proximal step adds none, but counts with its value.
    /// </summary>
    /// <returns>The sum of the penalties; 0 where there are none.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Begin"/> was not called.</exception>
    public double AddPenalties()
    {
        double sum = 0;
        for (int i = 0; i < _penalties.Count; i++) sum += _penaltyValues[i] = _penalties[i].Add(Script);
        return sum;
    }

    /// <summary>
    /// After the optimizer's step, takes the proximal steps of the penalties that have one, with the rate of each parameter's
    /// group. Parameters that the optimizer does not have stay.
    /// </summary>
    public void TakeProximalStep(TorchOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        foreach (PenaltyTarget penalty in _penalties)
        {
            if (penalty.Penalty.Proximal) penalty.Prox(optimizer, Script);
        }
    }

    /// <summary>
    /// The parts of the last step, weights included: the losses that <see cref="forward(Tensor, Tensor)"/> added up and the
    /// penalties that <see cref="AddPenalties"/> did. To be read before the step's tensors are disposed of.
    /// </summary>
    public IReadOnlyList<(string Name, double Value)> Parts() =>
    [
        .. _values.Select(part => (part.Name, part.Value.to(ScalarType.Float64).item<double>())),
        .. _penalties.Select((penalty, i) => (penalty.Name, _penaltyValues[i])),
    ];

    /// <summary>Frees the losses that it made.</summary>
    public void Dispose()
    {
        foreach (TorchLossTerm loss in _losses) loss.Dispose();
    }

    private Tensor Sum(Tensor prediction, Tensor target)
    {
        Tensor[] values = [.. _losses.Select(loss => Weighted(loss, prediction, target, keep: true))];
        return Weighting is null ? values.Aggregate((a, b) => a + b) : Weighting.forward(values);
    }

    private Tensor Weighted(TorchLossTerm loss, Tensor prediction, Tensor target, bool keep)
    {
        Tensor value = Times(loss.Weight, loss.Loss.forward(prediction, target));
        if (keep) _values.Add((loss.Name, value));
        return value;
    }

    private static Tensor Times(double weight, Tensor value)
    {
        if (weight == 1) return value;
        using Scalar factor = weight;
        return value * factor;
    }
}
