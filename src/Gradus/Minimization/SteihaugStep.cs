namespace Gradus.Minimization;

/// <summary>
/// An approximate minimiser p of gᵀp + ½ pᵀH p within ‖p‖ ≤ Δ, by conjugate gradients that end at the boundary, or follow a direction of
/// negative curvature to it. Steihaug (1983); Nocedal, Wright, Numerical Optimization, algorithm 7.2.
/// </summary>
internal sealed class SteihaugStep(int n)
{
    private readonly double[] _r = new double[n], _d = new double[n], _hd = new double[n], _hp = new double[n];

    /// <summary>p.</summary>
    public double[] P { get; } = new double[n];

    /// <summary>‖p‖.</summary>
    public double Length { get; private set; }

    /// <summary>How much lower the model is at p.</summary>
    public double Promised { get; private set; }

    /// <summary>Whether p lies on the boundary.</summary>
    public bool IsAtBoundary { get; private set; }

    /// <summary>Finds p, with so many products at most.</summary>
    /// <param name="g">g.</param>
    /// <param name="radius">Δ.</param>
    /// <param name="tolerance">Ends where ‖g + H p‖ is at most this.</param>
    /// <param name="most">The most products.</param>
    /// <param name="product">H d; false where it cannot be had.</param>
    public void Solve(ReadOnlySpan<double> g, double radius, double tolerance, int most, Func<double[], double[], bool> product)
    {
        Array.Clear(P);
        Array.Clear(_hp);
        g.CopyTo(_r);
        for (int i = 0; i < n; i++) _d[i] = -g[i];
        IsAtBoundary = false;
        double rr = Vectors.Dot(_r, _r);
        for (int k = 0; k < most && Math.Sqrt(rr) > tolerance; k++)
        {
            if (!product(_d, _hd))
            {
                // Without curvature all that is known is the way down.
                if (k == 0) Follow(Math.Min(1, Across(radius)), curvature: false);
                break;
            }

            double bend = Vectors.Dot(_d, _hd), α = rr / bend, across = Across(radius);
            if (!(bend > 0) || !(α < across))
            {
                Follow(across, curvature: true);
                IsAtBoundary = true;
                break;
            }

            Follow(α, curvature: true);
            Vectors.AddScaled(α, _hd, _r);
            double next = Vectors.Dot(_r, _r), β = next / rr;
            for (int i = 0; i < n; i++) _d[i] = β * _d[i] - _r[i];
            rr = next;
        }

        Length = Vectors.Norm(P);
        Promised = -(Vectors.Dot(g, P) + Vectors.Dot(P, _hp) / 2);
    }

    private void Follow(double α, bool curvature)
    {
        Vectors.AddScaled(α, _d, P);
        if (curvature) Vectors.AddScaled(α, _hd, _hp);
    }

    /// <summary>The α ≥ 0 at which p + α d reaches the boundary.</summary>
    private double Across(double radius)
    {
        double dd = Vectors.Dot(_d, _d), pd = Vectors.Dot(P, _d), room = radius * radius - Vectors.Dot(P, P);
        if (room <= 0) return 0;
        double root = Math.Sqrt(pd * pd + dd * room);
        // The form that does not cancel.
        return pd > 0 ? room / (pd + root) : (root - pd) / dd;
    }
}
