namespace Gradus.Optimizers;

/// <summary>
/// The exponential moving average of the weights: ā ← ā + (1 − dₜ)(θ − ā), which is the model to evaluate and keep. With
/// warm-up dₜ = min(d, (1 + t)/(10 + t)), so that the average leaves the initial weights behind quickly.
/// </summary>
/// <param name="Decay">d: the average looks back over about 1/(1 − d) steps.</param>
/// <param name="Warmup">Whether the average begins by looking back over few steps.</param>
[Method("ema", "evaluates a moving average of the weights",
    Choose = "Nearly free accuracy wherever the rate stays high; 0.999 for runs of thousands of steps, 0.9999 beyond.",
    Source = "Polyak, Juditsky 1992; the warm-up is that of TensorFlow's ExponentialMovingAverage")]
[Convention("PyTorch", "AveragedModel(multi_avg_fn = get_ema_multi_avg_fn(0.999)): no warm-up; it begins with the weights after the first update")]
[Convention("timm", "ModelEmaV3(decay = 0.9999, use_warmup = False): its warm-up has another form")]
[Convention("Keras", "use_ema = True, ema_momentum = 0.99")]
public sealed record Ema(
    [Param("how slowly the average forgets", Min = 0, Max = 1, BelowMax = true)] double Decay = 0.999,
    [Param("forget faster in the beginning")] bool Warmup = true) : TrailingWrapper
{
    /// <inheritdoc/>
    public override bool IsAverage => true;

    /// <inheritdoc/>
    public override Trail At(long step) => new(1 - (Warmup ? Math.Min(Decay, (1.0 + step) / (10.0 + step)) : Decay)) { Name = Warmup ? "(1 − dₜ)" : "(1 − d)" };
}
