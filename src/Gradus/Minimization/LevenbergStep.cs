namespace Gradus.Minimization;

/// <summary>
/// The step p that minimises ‖J p + r‖ within ‖D p‖ ≤ Δ: the Gauss–Newton step where that is short enough, else the solution of
/// (JᵀJ + λ D²) p = −Jᵀr with the λ that makes it as long as Δ, to a tenth. Moré (1978), The Levenberg–Marquardt algorithm, section 5.
/// </summary>
internal sealed class LevenbergStep(PivotedQr qr, int n)
{
    private const double Near = 0.1, Tiny = 2.2250738585072014e-308;
    private const int MostTrials = 10;
    private readonly double[] _s = new double[n * n], _row = new double[n], _w = new double[n];

    /// <summary>λ: 0 for a Gauss–Newton step.</summary>
    public double Damping { get; set; }

    /// <summary>p.</summary>
    public double[] P { get; } = new double[n];

    /// <summary>‖D p‖.</summary>
    public double Length { get; private set; }

    /// <summary>Finds λ and p for the factored Jacobian.</summary>
    public void Solve(double[] d, double radius)
    {
        bool isRegular = SolveDamped(0, d);
        double excess = Length - radius;
        if (excess <= Near * radius)
        {
            Damping = 0;
            return;
        }

        // Newton's method on the length of p as a function of λ, between bounds that shrink.
        double low = isRegular ? excess / radius / SquaredSlope(d) : 0, steepness = Steepness(d), high = steepness / radius;
        if (high == 0) high = Tiny / Math.Min(radius, Near);
        double λ = Math.Min(Math.Max(Damping, low), high);
        if (λ == 0) λ = steepness / Length;
        for (int trial = 1; ; trial++)
        {
            if (λ == 0) λ = Math.Max(Tiny, 0.001 * high);
            SolveDamped(λ, d);
            double before = excess;
            excess = Length - radius;
            if (Math.Abs(excess) <= Near * radius || (low == 0 && excess <= before && before < 0) || trial == MostTrials) break;
            double correction = excess / radius / SquaredSlope(d);
            if (excess > 0) low = Math.Max(low, λ);
            else high = Math.Min(high, λ);
            λ = Math.Max(low, λ + correction);
        }

        Damping = λ;
    }

    /// <summary>p for one λ; false where nothing but the damping could make it unique. S, upper triangular, gets SᵀS = JᵀJ + λ D².</summary>
    private bool SolveDamped(double λ, double[] d)
    {
        qr.R.CopyTo(_s, 0);
        qr.QtB.CopyTo(_w, 0);
        if (λ > 0)
        {
            for (int j = 0; j < n; j++) Eliminate(j, Math.Sqrt(λ) * d[qr.Order[j]]);
        }

        bool isRegular = true;
        for (int j = n - 1; j >= 0; j--)
        {
            double sum = _w[j];
            for (int k = j + 1; k < n; k++) sum -= _s[j * n + k] * _w[k];
            // Of a singular system the variables that it does not determine stay where they are.
            bool isDetermined = _s[j * n + j] != 0;
            isRegular &= isDetermined;
            _w[j] = isDetermined ? sum / _s[j * n + j] : 0;
        }

        for (int j = 0; j < n; j++) P[qr.Order[j]] = -_w[j];
        for (int j = 0; j < n; j++) _w[j] = d[j] * P[j];
        Length = Vectors.Norm(_w);
        return isRegular;
    }

    /// <summary>Rotates one more row of √λ D into the triangle.</summary>
    private void Eliminate(int j, double diagonal)
    {
        Array.Clear(_row);
        _row[j] = diagonal;
        double right = 0;
        for (int k = j; k < n; k++)
        {
            if (_row[k] == 0) continue;
            Span<double> s = _s.AsSpan(k * n, n);
            double length = double.Hypot(s[k], _row[k]), cos = s[k] / length, sin = _row[k] / length;
            (_w[k], right) = (cos * _w[k] + sin * right, cos * right - sin * _w[k]);
            for (int i = k; i < n; i++) (s[i], _row[i]) = (cos * s[i] + sin * _row[i], cos * _row[i] - sin * s[i]);
        }
    }

    /// <summary>‖S⁻ᵀ D² p/‖D p‖‖²: minus the slope of log ‖D p‖ by λ.</summary>
    private double SquaredSlope(double[] d)
    {
        for (int j = 0; j < n; j++)
        {
            int variable = qr.Order[j];
            double sum = d[variable] * d[variable] * P[variable] / Length;
            for (int i = 0; i < j; i++) sum -= _s[i * n + j] * _w[i];
            _w[j] = sum / _s[j * n + j];
        }

        double norm = Vectors.Norm(_w);
        return norm * norm;
    }

    /// <summary>‖D⁻¹ Jᵀr‖.</summary>
    private double Steepness(double[] d)
    {
        for (int j = 0; j < n; j++)
        {
            double sum = 0;
            for (int i = 0; i <= j; i++) sum += qr.R[i * n + j] * qr.QtB[i];
            _w[j] = sum / d[qr.Order[j]];
        }

        return Vectors.Norm(_w);
    }
}
