using Gradus.Losses;
using Gradus.Schedules;

namespace Gradus.Torch.Losses;

/// <summary>One loss of an objective, with the weight and the parameters that it has at the current step.</summary>
internal sealed class TorchLossTerm : IDisposable
{
    private readonly LossTerm _term;
    private readonly Reduction _reduction;
    private readonly bool _owned;
    private LossTerm _within;

    public TorchLossTerm(LossTerm term, Reduction reduction)
    {
        _term = _within = term;
        _reduction = reduction;
        _owned = true;
        Weight = term.Weight;
        Loss = new(term.Loss, reduction);
        Name = term.ToString();
    }

    /// <summary>A loss of the caller's.</summary>
    public TorchLossTerm(TorchLoss loss)
    {
        _term = _within = new(1, loss.Loss);
        _reduction = loss.Reduction;
        Weight = 1;
        Loss = loss;
        Name = _term.ToString();
    }

    public string Name { get; }

    public double Weight { get; private set; }

    public TorchLoss Loss { get; private set; }

    public void Begin(RunLength? run) => _within = run is { } known ? _term.Within(known) : _term;

    public void MoveTo(long step)
    {
        if (!_term.Moves) return;
        LossTerm now = _within.At(step);
        Weight = now.Weight;
        // Once its stretch is over, a loss stays the same.
        if (now.Loss.Equals(Loss.Loss)) return;
        Loss.Dispose();
        Loss = new(now.Loss, _reduction);
    }

    public void Dispose()
    {
        if (_owned) Loss.Dispose();
    }
}
