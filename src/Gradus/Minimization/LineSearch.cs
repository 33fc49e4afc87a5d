namespace Gradus.Minimization;

/// <summary>
/// The search of Moré and Thuente (1994) for a step that holds the strong Wolfe conditions
/// φ(α) ≤ φ(0) + μ α φ′(0) and |φ′(α)| ≤ η |φ′(0)|. It proposes steps and is told what the function is there.
/// </summary>
internal struct LineSearch
{
    /// <summary>How far an open bracket is left behind at most, and at least, in multiples of the last stride.</summary>
    private const double FarStride = 4, NearStride = 1.1;

    /// <summary>What two steps must shrink a closed bracket to, lest it be halved.</summary>
    private const double Shrink = 0.66;

    /// <summary>The relative width of a bracket that is too narrow to go on.</summary>
    private const double Narrow = 1e-15;

    /// <summary>How much of |φ(0)| rounding may hide where φ is a sum of many terms.</summary>
    private const double Rounding = 1e-13;

    private readonly TrialStep _start;
    private readonly double _most, _μ, _η;
    private Bracket _bracket;
    private double _width, _widthBefore, _wall;
    private bool _isLowered;

    public LineSearch(TrialStep start, double first, double most, double μ, double η)
    {
        (_start, _most, _μ, _η) = (start, most, μ, η);
        _bracket = new(start);
        _width = most;
        _widthBefore = 2 * most;
        _wall = double.NaN;
        Next = Math.Min(first, most);
    }

    /// <summary>The step to try.</summary>
    public double Next { get; private set; }

    /// <summary>The lowest step that was tried, or 0.</summary>
    public readonly TrialStep Best => _bracket.Best;

    /// <summary>Whether the last step tried is to be taken.</summary>
    public bool IsFound { get; private set; }

    /// <summary>Whether nothing better can be found along this line.</summary>
    public bool IsStuck { get; private set; }

    /// <summary>Takes in φ and φ′ at <see cref="Next"/>, and finds out where to look next.</summary>
    public void Take(TrialStep t)
    {
        if (!double.IsFinite(t.F) || !double.IsFinite(t.G))
        {
            // Outside of where the function is defined: no step passes here again.
            _wall = t.Alpha;
            Next = (Best.Alpha + t.Alpha) / 2;
            IsStuck = IsTooNarrow(Best.Alpha, t.Alpha) || Next == 0;
            return;
        }

        double limit = _start.F + _μ * t.Alpha * _start.G;
        bool isLow = t.F <= limit, isFlat = Math.Abs(t.G) <= -_η * _start.G;
        // At the longest step, a function that still falls is as good as the bounds let it be.
        bool isEnd = t.Alpha == _most && isLow && t.G <= _μ * _start.G;
        if ((isLow && isFlat) || isEnd || IsLowButForRounding(t, isFlat))
        {
            IsFound = true;
            return;
        }

        _isLowered |= isLow && t.G >= 0;
        double least = Math.Min(Best.Alpha, _bracket.Other.Alpha), most = Math.Max(Best.Alpha, _bracket.Other.Alpha);
        if (!_bracket.IsClosed) (least, most) = Ahead(t.Alpha);
        double next;
        if (!_isLowered && t.F <= Best.F && !isLow)
        {
            // Lower than before and yet not low enough: section 2 searches the tilted function ψ until it falls below 0 and rises.
            double tilt = _μ * _start.G;
            _bracket.Tilt(tilt);
            next = _bracket.Take(t.Tilt(tilt), least, most);
            _bracket.Tilt(-tilt);
        }
        else
        {
            next = _bracket.Take(t, least, most);
        }

        Propose(next);
    }

    private void Propose(double next)
    {
        double best = Best.Alpha;
        if (_bracket.IsClosed)
        {
            double other = _bracket.Other.Alpha;
            IsStuck = IsTooNarrow(best, other);
            if (_bracket.Width >= Shrink * _widthBefore) next = best + (other - best) / 2;
            (_widthBefore, _width) = (_width, _bracket.Width);
            if (!(next > Math.Min(best, other) && next < Math.Max(best, other))) next = best + (other - best) / 2;
        }

        next = Math.Clamp(next, 0, _most);
        if ((next - _wall) * (best - _wall) <= 0) next = (best + _wall) / 2;
        IsStuck |= next == best || double.IsNaN(next);
        Next = next;
    }

    /// <summary>Where an open bracket may go on to from the step just tried.</summary>
    private readonly (double Least, double Most) Ahead(double alpha)
    {
        double stride = alpha - Best.Alpha;
        return (Math.Min(alpha + NearStride * stride, _most), Math.Min(alpha + FarStride * stride, _most));
    }

    /// <summary>
    /// Near a minimum the decrease drowns in the rounding of φ while φ′ still tells it: φ′(α) ≤ (1 − 2μ)|φ′(0)| says
    /// of a quadratic what the sufficient decrease says. Hager, Zhang (2005), equation 4.1.
    /// </summary>
    private readonly bool IsLowButForRounding(TrialStep t, bool isFlat) =>
        isFlat && Math.Abs(t.F - _start.F) <= Rounding * Math.Abs(_start.F) && t.G <= (2 * _μ - 1) * _start.G;

    private static bool IsTooNarrow(double a, double b) => Math.Abs(a - b) <= Narrow * Math.Max(Math.Abs(a), Math.Abs(b));
}
