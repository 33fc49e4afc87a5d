namespace Gradus.Optimizers;

/// <summary>
/// Lookahead: every k steps the slow weights φ ← φ + α(θ − φ), and the rule goes on from there: θ ← φ.
/// Zhang, Lucas, Hinton, Ba (2019), algorithm 1.
/// </summary>
/// <param name="Every">k: fast steps to one slow step.</param>
/// <param name="Alpha">α: the slow step's size.</param>
[Method("lookahead", "every few steps goes back part of the way",
    Choose = "Less variance with the same tuning, around sgd or adam; costs one copy of the weights.",
    Source = "Zhang, Lucas, Hinton, Ba 2019, algorithm 1")]
[Convention("Optax", "lookahead(sync_period, slow_step_size); it resets the fast optimizer's state only if asked")]
[Convention("timm", "Lookahead(k = 6, alpha = 0.5)")]
public sealed record Lookahead(
    [Param("fast steps to one slow step", Min = 1)] int Every = 5,
    [Param("the slow step's size", Min = 0, Max = 1, AboveMin = true)] double Alpha = 0.5) : TrailingWrapper
{
    /// <inheritdoc/>
    public override bool IsAverage => false;

    /// <inheritdoc/>
    public override Trail At(long step) => step % Every == 0 ? new(Alpha, PullsBack: true) { Name = "α" } : default;
}
