using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// What wrappers do to one step of one tensor: the rule sees g ← clamp(scale · (g − shift)), and of its update u the share that
/// is kept is multiplied by <see cref="UpdateScale"/>.
/// </summary>
public readonly record struct Adjustment()
{
    private static readonly ConcurrentDictionary<(string, string), string> s_products = new();

    /// <summary>Multiplies the gradient.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What that number is called in a printed formula.</summary>
    public string ScaleName { get; init; } = "";

    /// <summary>Is subtracted from the gradient before.</summary>
    public double Shift { get; init; }

    /// <summary>No element of the gradient is larger than this in the end.</summary>
    public double Limit { get; init; } = double.PositiveInfinity;

    /// <summary>The weights shrink to this share of themselves before the rule.</summary>
    public double Keep { get; init; } = 1;

    /// <summary>What that share is called in a printed formula.</summary>
    public string KeepName { get; init; } = "(1 − ηλ)";

    /// <summary>Whether updates that point up the gradient are dropped.</summary>
    public bool IsCautious { get; init; }

    /// <summary>Multiplies the update.</summary>
    public double UpdateScale { get; init; } = 1;

    /// <summary>Whether the rule acts as if it were alone.</summary>
    public bool IsNothing => this == new Adjustment() with { ScaleName = ScaleName, KeepName = KeepName };

    /// <summary>Whether the gradient stays as it is.</summary>
    public bool LeavesGradient => Scale == 1 && Shift == 0 && double.IsPositiveInfinity(Limit);

    /// <summary>What is left to do once the gradient has been changed in memory.</summary>
    internal Adjustment Written => this with { Scale = 1, ScaleName = "", Shift = 0, Limit = double.PositiveInfinity };

    /// <summary>The same after the gradient has been scaled once more, on top of all so far.</summary>
    /// <param name="factor">By how much.</param>
    /// <param name="name">What the factor is called.</param>
    public Adjustment Scaled(double factor, string name) => this with
    {
        Scale = Scale * factor,
        // A step makes no new strings.
        ScaleName = ScaleName.Length == 0 ? name : s_products.GetOrAdd((ScaleName, name), pair => $"{pair.Item1}·{pair.Item2}"),
    };

    /// <summary>What was measured of a tensor, after this.</summary>
    internal Measures Of(Measures measured) => measured.After(Scale, Shift) with { WeightSquares = Keep * Keep * measured.WeightSquares };
}

/// <summary>An <see cref="Adjustment"/>'s change of the gradient: clamp(scale · (g − shift)).</summary>
internal readonly struct GradientChange<T>(Adjustment adjustment) where T : struct, IReal<T>
{
    private readonly bool _scales = adjustment.Scale != 1, _shifts = adjustment.Shift != 0, _limits = double.IsFinite(adjustment.Limit);
    private readonly T _scale = T.Parameter(adjustment.Scale, adjustment.ScaleName);
    private readonly T _shift = T.Parameter(adjustment.Shift, "ḡ");
    private readonly T _limit = double.IsFinite(adjustment.Limit) ? T.Parameter(adjustment.Limit, adjustment.ScaleName.Length == 0 ? "c" : "c′") : T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of(T g)
    {
        if (_shifts) g -= _shift;
        if (_scales) g = _scale * g;
        if (_limits) g = T.Min(T.Max(g, -_limit), _limit);
        return g;
    }
}
