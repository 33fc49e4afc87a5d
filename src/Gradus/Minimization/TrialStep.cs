namespace Gradus.Minimization;

/// <summary>A step length with the value and the slope there.</summary>
internal readonly record struct TrialStep(double Alpha, double F, double G)
{
    /// <summary>The same for φ(α) − μ φ′(0) α: a function that is lower exactly where the decrease is sufficient.</summary>
    public TrialStep Tilt(double slope) => new(Alpha, F - slope * Alpha, G - slope);

    /// <summary>The minimiser of the quadratic with this value and slope and the other's value.</summary>
    public double QuadraticMinimum(TrialStep other)
    {
        double h = other.Alpha - Alpha;
        return Alpha + h * G / (2 * (G - (other.F - F) / h));
    }

    /// <summary>The zero of the line through both slopes.</summary>
    public double SecantMinimum(TrialStep other) => Alpha + (other.Alpha - Alpha) * G / (G - other.G);

    /// <summary>
    /// The minimiser of the cubic with the values and slopes of both; NaN where the cubic has none. Scaled, so that no square overflows.
    /// </summary>
    public double CubicMinimum(TrialStep other)
    {
        double h = other.Alpha - Alpha;
        double θ = 3 * (F - other.F) / h + G + other.G;
        double scale = Math.Max(Math.Abs(θ), Math.Max(Math.Abs(G), Math.Abs(other.G)));
        if (scale == 0) return double.NaN;
        double square = θ / scale * (θ / scale) - G / scale * (other.G / scale);
        if (square < 0) return double.NaN;
        double γ = Math.CopySign(scale * Math.Sqrt(square), h);
        // The two roots of p′ are (θ + G ± γ)/(2θ + G + G′); this one is the minimum, in the form that does not cancel when G and γ agree.
        double t = (γ - G + θ) / (2 * γ - G + other.G);
        return Alpha + t * h;
    }
}
