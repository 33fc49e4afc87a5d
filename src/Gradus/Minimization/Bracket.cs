namespace Gradus.Minimization;

/// <summary>
/// The interval that a line search shrinks: the best step, the other end, and the choice of the next step by interpolation.
/// Moré, Thuente (1994), sections 2 (updates U1–U3) and 4 (trial values).
/// </summary>
internal struct Bracket(TrialStep start)
{
    /// <summary>How far a step may go towards the other end when the derivative only flattens. Section 4, case 3.</summary>
    private const double Toward = 0.66;

    /// <summary>α_l: the lowest so far.</summary>
    public TrialStep Best { get; private set; } = start;

    /// <summary>α_u: the other end; Best itself until there is one.</summary>
    public TrialStep Other { get; private set; } = start;

    /// <summary>Whether a minimiser is known to lie between both ends.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>|α_u − α_l|.</summary>
    public readonly double Width => Math.Abs(Other.Alpha - Best.Alpha);

    /// <summary>The bracket of the tilted function, or with minus the slope that of the function again.</summary>
    public void Tilt(double slope) => (Best, Other) = (Best.Tilt(slope), Other.Tilt(slope));

    /// <summary>Takes in a trial step and says which step to try next, from [least, most] while the bracket is open.</summary>
    public double Take(TrialStep t, double least, double most)
    {
        double next;
        bool turned = t.G * Math.Sign(Best.G) < 0;
        if (t.F > Best.F)
        {
            // Case 1: higher. The cubic is trusted when it stays nearer to the best step than the quadratic.
            double cubic = Best.CubicMinimum(t), quadratic = Best.QuadraticMinimum(t);
            next = double.IsNaN(cubic) ? quadratic : Math.Abs(cubic - Best.Alpha) < Math.Abs(quadratic - Best.Alpha) ? cubic : cubic + (quadratic - cubic) / 2;
            IsClosed = true;
        }
        else if (turned)
        {
            // Case 2: lower, and the slope changed sign. The farther from the trial, the safer.
            double cubic = t.CubicMinimum(Best), secant = t.SecantMinimum(Best);
            next = Math.Abs(cubic - t.Alpha) > Math.Abs(secant - t.Alpha) ? cubic : secant;
            IsClosed = true;
        }
        else if (Math.Abs(t.G) < Math.Abs(Best.G))
        {
            next = Flattening(t, least, most);
        }
        else
        {
            // Case 4: lower and steeper. Only the other end says anything of where it stops.
            double cubic = IsClosed ? t.CubicMinimum(Other) : double.NaN;
            next = !double.IsNaN(cubic) ? cubic
                : IsClosed ? (t.Alpha + Other.Alpha) / 2
                : t.Alpha > Best.Alpha ? most : least;
        }

        if (t.F > Best.F)
        {
            Other = t;
        }
        else
        {
            if (turned) Other = Best;
            Best = t;
        }

        return next;
    }

    /// <summary>Case 3: lower and flatter. The cubic counts only where it has its minimum beyond the trial.</summary>
    private readonly double Flattening(TrialStep t, double least, double most)
    {
        double cubic = t.CubicMinimum(Best), secant = t.SecantMinimum(Best);
        bool isBeyond = (cubic - t.Alpha) * (t.Alpha - Best.Alpha) > 0 && double.IsFinite(cubic);
        if (!isBeyond) cubic = t.Alpha > Best.Alpha ? most : least;
        bool isCubicNearer = Math.Abs(cubic - t.Alpha) < Math.Abs(secant - t.Alpha);
        if (!IsClosed) return Math.Clamp(isCubicNearer ? secant : cubic, least, most);

        double next = isCubicNearer ? cubic : secant;
        double limit = t.Alpha + Toward * (Other.Alpha - t.Alpha);
        return t.Alpha > Best.Alpha ? Math.Min(limit, next) : Math.Max(limit, next);
    }
}
