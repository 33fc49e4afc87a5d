namespace Gradus.Torch.Training;

/// <summary>Hears the facts of a run: a progress bar, a run folder, a live page.</summary>
/// <remarks>
/// Facts come one at a time, in order, on a thread of the listener's own, so that no listener slows training. One that
/// falls behind gets consecutive steps joined into one (<see cref="StepDone.Covers"/>); no other fact is ever joined.
/// </remarks>
public interface IListener
{
    /// <summary>Something happened.</summary>
    void Hear(Fact fact);
}
