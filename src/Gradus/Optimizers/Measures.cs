namespace Gradus.Optimizers;

/// <summary>What was measured before a step: of one tensor, of one row of it, or of all tensors together.</summary>
/// <param name="Count">How many elements n.</param>
/// <param name="Sum">Σg.</param>
/// <param name="Squares">Σg²; NaN or infinite where the gradient is.</param>
/// <param name="WeightSquares">Σθ²; 0 where the optimizer did not ask for it.</param>
public readonly record struct Measures(double Count, double Sum, double Squares, double WeightSquares)
{
    /// <summary>‖g‖.</summary>
    public double Norm => Math.Sqrt(Squares);

    /// <summary>‖θ‖.</summary>
    public double WeightNorm => Math.Sqrt(WeightSquares);

    /// <summary>The mean of g.</summary>
    public double Mean => Count == 0 ? 0 : Sum / Count;

    /// <summary>Whether every element of g is a number (and no larger than the root of the largest one).</summary>
    public bool IsFinite => double.IsFinite(Squares);

    /// <summary>Of two sets of elements together.</summary>
    public static Measures operator +(Measures a, Measures b) =>
        new(a.Count + b.Count, a.Sum + b.Sum, a.Squares + b.Squares, a.WeightSquares + b.WeightSquares);

    /// <summary>What they are once the gradient has become <paramref name="scale"/> · (g − <paramref name="shift"/>).</summary>
    public Measures After(double scale, double shift) => this with
    {
        Sum = scale * (Sum - shift * Count),
        // Rounding may leave a little less than nothing of a gradient that is its own mean.
        Squares = scale * scale * (shift == 0 ? Squares : Math.Max(0, Squares - shift * (2 * Sum - shift * Count))),
    };
}

/// <summary>What a step must know of the gradients before it can begin; each costs a pass over them.</summary>
[Flags]
public enum Needs
{
    /// <summary>Nothing: one pass does it all.</summary>
    None = 0,

    /// <summary>Sum and squares of each tensor's gradient.</summary>
    Gradient = 1,

    /// <summary>The squares of each tensor's weights, too.</summary>
    Weights = 2,

    /// <summary>All that by row, the first dimension of a tensor, rather than by tensor.</summary>
    Rows = 4,

    /// <summary>The totals over all tensors of the optimizer.</summary>
    Whole = 8,

    /// <summary>What the rule's own probe sums up, see <see cref="ElementwiseOptimizer"/>.</summary>
    Probe = 16,

    /// <summary>Random numbers, which are written into the gradient: what comes before them is carried out in memory first.</summary>
    Noise = 32,
}

/// <summary>What a probe summed up over a tensor.</summary>
/// <param name="A">The first quantity.</param>
/// <param name="B">The second.</param>
/// <param name="C">The third.</param>
/// <param name="D">The fourth.</param>
public readonly record struct Sums(double A, double B = 0, double C = 0, double D = 0)
{
    /// <summary>Over two sets of elements together.</summary>
    public static Sums operator +(Sums a, Sums b) => new(a.A + b.A, a.B + b.B, a.C + b.C, a.D + b.D);
}

/// <summary>Numbers that a rule remembers for a whole tensor, or for each row where it looks at rows.</summary>
/// <param name="First">The first number.</param>
/// <param name="Second">The second.</param>
public readonly record struct Carried(double First, double Second = 0);
