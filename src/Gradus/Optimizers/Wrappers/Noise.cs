using System.Numerics;
using Gradus.Algebra;
using Gradus.Drivers;

namespace Gradus.Optimizers;

/// <summary>
/// Gradient noise: g ← g + n with n ~ N(0, σₜ²), σₜ² = η / tᵞ. Neelakantan et al. (2015), eq. 1, whose steps count from 0: η / (1 + t)ᵞ.
/// </summary>
/// <remarks>
/// <para>Wrappers before it change the gradient first, those behind it see the noise; the noisy gradient is written over the
/// gradient in memory, in a pass of its own. A norm that is clipped behind the noise grows with the root of the number of weights: clip before.</para>
/// <para>Each number depends on seed, step, tensor and place alone: neither threads nor registers nor an interruption change it.</para>
/// </remarks>
/// <param name="Eta">η: the variance of the first step.</param>
/// <param name="Gamma">γ: how fast the variance falls.</param>
/// <param name="Seed">The seed.</param>
[Method("noise", "adds Gaussian noise that fades to the gradient",
    Choose = "Very deep networks that start badly, and leaving saddles and poor minima; try eta = 0.01, 0.3 and 1.",
    Source = "Neelakantan, Vilnis, Le, Sutskever, Kaiser, Kurach, Martens 2015, eq. 1")]
[Convention("Optax", "add_noise(eta, gamma, seed): the same variance; other random numbers")]
[Convention("Chainer", "GradientNoise(eta): gamma is 0.55")]
public sealed record Noise(
    [Param("variance of the first step", Min = 0)] double Eta = 0.01,
    [Param("how fast the variance falls", Min = 0)] double Gamma = 0.55,
    [Param("seed of the random numbers")] long Seed = 0) : Wrapper
{
    /// <inheritdoc/>
    public override Needs Needs => Needs.Noise;

    /// <summary>What comes before is in the gradient already.</summary>
    public override Adjustment Adjust(Adjustment before, StepContext at) => before.Written;

    /// <summary>The noise in a printed formula: drawn, not computed.</summary>
    internal static Symbol Symbol { get; } = Algebra.Symbol.Variable("N(0, η/tᵞ)");

    /// <summary>σₜ.</summary>
    /// <param name="step">t, from 1.</param>
    public double Deviation(long step) => Math.Sqrt(Eta / Math.Pow(step, Gamma));

    /// <summary>The noise of one tensor in one step.</summary>
    /// <param name="numbers">Becomes the noise, place by place.</param>
    /// <param name="key">What tells the tensor from others.</param>
    /// <param name="step">t, from 1.</param>
    public unsafe void Fill(Span<double> numbers, ulong key, long step)
    {
        numbers.Clear();
        fixed (double* first = numbers) NoiseLoop<Scalar<double>, double>.Add(new(), Stream(key, step), first, 0, numbers.Length);
    }

    internal NoiseStream Stream(ulong key, long step) => new(
        SplitMix64.Scramble(SplitMix64.Scramble(SplitMix64.Scramble(unchecked((ulong)Seed) + SplitMix64.Increment) + key) + unchecked((ulong)step)), Deviation(step));

    internal override string? Complaint(ElementwiseOptimizer rule, int place) => rule.Wrappers.Take(place).Any(other => other is Noise) ? "one noise is enough: their variances add up" : null;
}

/// <summary>Random numbers by place: the counter of <see cref="SplitMix64"/>, started at a key.</summary>
internal readonly record struct NoiseStream(ulong Key, double Deviation)
{
    /// <summary>Two uniform numbers, the first from (0, 1], the second from [0, 1), both on a grid of 2⁻³².</summary>
    public (E First, E Second) Uniform<E>(nint place) where E : IBinaryFloatingPointIeee754<E>
    {
        const double Grid = 1.0 / (1L << 32);
        ulong bits = SplitMix64.Scramble(unchecked(Key + ((ulong)place + 1) * SplitMix64.Increment));
        return (E.CreateTruncating(((bits >> 32) + 1) * Grid), E.CreateTruncating((uint)bits * Grid));
    }
}
