using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Rprop: each element has a step length Δ of its own, which grows by η₊ while its gradient keeps its sign and shrinks by
/// η₋ when it turns; θ ← θ − Δ sign(g). After a turn the element rests for a step (g counts as 0). Riedmiller, Braun
/// (1993); the rest without stepping back is Igel, Hüsken's (2000) iRprop−.
/// </summary>
/// <param name="Lr">The first step length; a schedule multiplies every step.</param>
/// <param name="EtaMinus">η₋: the factor after a turn.</param>
/// <param name="EtaPlus">η₊: the factor while the sign stays.</param>
/// <param name="StepMin">The smallest step length.</param>
/// <param name="StepMax">The largest step length.</param>
/// <param name="Maximize">Whether to climb instead of descend.</param>
[Method("rprop", "step lengths that grow while the gradient keeps its sign",
    Choose = "Full-batch training of small networks. Not for mini-batches: their noise turns signs.",
    Source = "Riedmiller, Braun 1993; Igel, Huesken 2000 (iRprop-)")]
[Convention("PyTorch", "Rprop: the same at a constant rate, lr = 0.01, etas = (0.5, 1.2), step_sizes = (1e-6, 50); there a schedule has no effect after the first step, here it multiplies every step. No weight decay")]
[Convention("Keras", "no such rule")]
[Convention("Optax", "rprop: the same, eta_minus = 0.5, eta_plus = 1.2, steps from 1e-6 to 50; the rate must be given")]
[Convention("the paper", "after a turn Rprop of 1993 steps back as well; resting for a step instead is iRprop−")]
public sealed record RProp(
    [Param("first step length", Min = 0)] double Lr = 1e-2,
    [Param("factor on the step after a change of sign", Min = 0, Max = 1, AboveMin = true, BelowMax = true)] double EtaMinus = 0.5,
    [Param("factor on the step while the sign stays", Min = 1, AboveMin = true)] double EtaPlus = 1.2,
    [Param("smallest step length", Min = 0)] double StepMin = 1e-6,
    [Param("largest step length", Min = 0)] double StepMax = 50,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr), IChecked
{
    string? IChecked.Complaint => StepMin > StepMax ? "stepMin is larger than stepMax; swap them" : null;

    /// <inheritdoc/>
    public override double InitialState(int slot) => slot == 1 ? Lr : 0;

    /// <inheritdoc/>
    public override bool KeepsExact(int slot) => slot == 1;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, Two<T, NamedH, NamedΔ>>(new(this, at));

    /// <summary>The gradient that the next step is compared with.</summary>
    private readonly struct NamedH : ISlotName
    {
        public static string Text => "h";
    }

    private readonly struct NamedΔ : ISlotName
    {
        public static string Text => "Δ";
    }

    private readonly struct Rule<T>(RProp rprop, StepContext at) : IUpdateRule<T, Two<T, NamedH, NamedΔ>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(weightDecay: 0, rprop.Maximize);
        private readonly T _shrink = T.Parameter(rprop.EtaMinus, "η₋"), _grow = T.Parameter(rprop.EtaPlus, "η₊");
        private readonly T _least = T.Parameter(rprop.StepMin, "Δ₀"), _most = T.Parameter(rprop.StepMax, "Δ₁");
        private readonly T _schedule = at.Rate == rprop.Lr ? T.One : T.Parameter(at.Rate / rprop.Lr, "s");

        public void Step(ref T θ, T g, ref Two<T, NamedH, NamedΔ> s)
        {
            ref T before = ref s.First, Δ = ref s.Second;
            g = _descent.Gradient(θ, g);
            T agreement = T.Sign(g) * T.Sign(before);
            T factor = T.Select(agreement > T.Zero, _grow, T.Select(agreement < T.Zero, _shrink, T.One));
            Δ = T.Min(T.Max(Δ * factor, _least), _most);
            before = T.Select(agreement < T.Zero, T.Zero, g);
            θ -= _schedule * Δ * T.Sign(before);
        }
    }
}
