using Gradus.Schedules;

namespace Gradus.Optimizers;

/// <summary>Holds the parameters whose name fits a pattern still for the beginning of a run; they cost no gradient meanwhile.</summary>
/// <param name="Names">The pattern; * stands for any letters.</param>
/// <param name="Until">For how long; the whole run where left out.</param>
[Method("freeze", "holds parameters still, for a while or for the run",
    Choose = "Fine-tuning: train the new head first, then everything.",
    Source = "Howard, Ruder 2018, section 3.3 (gradual unfreezing)")]
[Convention("PyTorch", "parameter.requires_grad_(False)")]
public sealed record Freeze(
    [Param("the names, with * for any letters")] string Names,
    [Param("for how long; the whole run where left out", Min = 0)] Length? Until = null) : Wrapper;
