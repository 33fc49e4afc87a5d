namespace Gradus.Minimization;

/// <summary>
/// The quadratic model of L-BFGS-B in its compact form B = θ I − W M Wᵀ with W = [Y, θ S], and its approximate minimiser
/// inside the bounds: first along the projected gradient, then over the variables still free there. Byrd, Lu, Nocedal, Zhu (1995).
/// </summary>
/// <remarks>
/// Every pair is divided by √(sᵀy), which changes W and M but not B: steps shrink by many orders of magnitude on the way to a minimum, and
/// without it M could not be inverted.
/// </remarks>
internal sealed class BoundedModel
{
    private const double Roundoff = 2.2e-16;

    private readonly LbfgsMemory _memory;
    private readonly Box _box;
    private readonly double[] _point, _d, _times, _r, _column, _unit, _middle, _inverse, _system, _p, _c, _w, _v, _u;
    private readonly int[] _order;
    private double _θ;

    public BoundedModel(LbfgsMemory memory, int capacity, Box box, int dimensions)
    {
        (_memory, _box) = (memory, box);
        (_point, _d, _times, _r, _order) = (new double[dimensions], new double[dimensions], new double[dimensions], new double[dimensions], new int[dimensions]);
        (_column, _unit) = (new double[dimensions], new double[capacity]);
        int k = 2 * capacity;
        (_middle, _inverse, _system) = (new double[k * k], new double[k * k], new double[k * k]);
        (_p, _c, _w, _v, _u) = (new double[k], new double[k], new double[k], new double[k], new double[k]);
    }

    private int Rank => 2 * _memory.Count;

    /// <summary>d ← x̄ − x, where x̄ lowers the model inside the bounds. False where the model cannot be inverted.</summary>
    public bool Descend(ReadOnlySpan<double> x, ReadOnlySpan<double> g, Span<double> d)
    {
        if (!Prepare()) return false;
        FollowProjectedGradient(x, g);
        if (!MinimizeOverFree(x, g)) return false;
        for (int i = 0; i < d.Length; i++) d[i] = _point[i] - x[i];
        return true;
    }

    /// <summary>M is the inverse of [[−I, Lᵀ], [L, θ SᵀS]], L the strictly lower part of SᵀY. Equation 3.4.</summary>
    private bool Prepare()
    {
        int m = _memory.Count, k = Rank;
        _θ = 1 / _memory.Scale;
        Array.Clear(_middle, 0, k * k);
        Array.Clear(_inverse, 0, k * k);
        for (int i = 0; i < m; i++)
        {
            _unit[i] = 1 / Math.Sqrt(_memory.Sy(i));
            _middle[i * k + i] = -1;
            for (int j = 0; j < i; j++)
            {
                double l = _memory.Sy(i, j) * _unit[i] * _unit[j];
                (_middle[(m + i) * k + j], _middle[j * k + m + i]) = (l, l);
            }

            for (int j = 0; j <= i; j++)
            {
                double ss = _θ * _memory.Ss(i, j) * _unit[i] * _unit[j];
                (_middle[(m + i) * k + m + j], _middle[(m + j) * k + m + i]) = (ss, ss);
            }
        }

        for (int i = 0; i < k; i++) _inverse[i * k + i] = 1;
        return LinearSystem.Solve(_middle, _inverse, k, k);
    }

    /// <summary>The first minimiser of the model along P(x − t g): the generalised Cauchy point. Algorithm CP.</summary>
    private void FollowProjectedGradient(ReadOnlySpan<double> x, ReadOnlySpan<double> g)
    {
        int k = Rank, bends = 0, moving = 0;
        Span<double> p = _p.AsSpan(0, k), c = _c.AsSpan(0, k), w = _w.AsSpan(0, k), mp = _v.AsSpan(0, k), mw = _u.AsSpan(0, k);
        p.Clear();
        c.Clear();
        double slope = 0;
        for (int i = 0; i < x.Length; i++)
        {
            _point[i] = x[i];
            double t = g[i] < 0 ? (x[i] - _box.Upper(i)) / g[i] : g[i] > 0 ? (x[i] - _box.Lower(i)) / g[i] : double.PositiveInfinity;
            _d[i] = t > 0 ? -g[i] : 0;
            if (_d[i] == 0) continue;
            moving++;
            slope -= g[i] * g[i];
            if (double.IsPositiveInfinity(t)) continue;
            (_times[bends], _order[bends]) = (t, i);
            bends++;
        }

        if (slope == 0) return;
        for (int a = 0; a < k; a++) p[a] = Weight(a) * Vectors.Dot(Column(a), _d);
        Array.Sort(_times, _order, 0, bends);
        Times(p, mp);
        // Rounding must not make the model bend downwards.
        double least = Roundoff * _θ * -slope, bend = Math.Max(least, -_θ * slope - Vectors.Dot(p, mp)), time = 0;
        double left = -slope / bend;
        for (int b = 0; b < bends && left >= _times[b] - time; b++)
        {
            int i = _order[b];
            double Δ = _times[b] - time, gi = g[i];
            time = _times[b];
            _point[i] = _d[i] > 0 ? _box.Upper(i) : _box.Lower(i);
            double z = _point[i] - x[i];
            _d[i] = 0;
            Vectors.AddScaled(Δ, p, c);
            Row(i, w);
            Times(w, mw);
            slope += Δ * bend + gi * gi + _θ * gi * z - gi * Vectors.Dot(mw, c);
            bend = Math.Max(least, bend - _θ * gi * gi - 2 * gi * Vectors.Dot(mw, p) - gi * gi * Vectors.Dot(mw, w));
            Vectors.AddScaled(gi, w, p);
            // When nothing moves any more, rounding alone is left of both.
            left = b + 1 < moving && slope < 0 ? -slope / bend : 0;
        }

        Vectors.AddScaled(left, p, c);
        time += left;
        for (int i = 0; i < x.Length; i++)
        {
            if (_d[i] != 0) _point[i] = _box.Clamp(i, x[i] + time * _d[i]);
        }
    }

    /// <summary>
    /// Minimises the model over the variables between their bounds, and goes that way as far as the bounds allow.
    /// The direct primal method, section 5.1.
    /// </summary>
    private bool MinimizeOverFree(ReadOnlySpan<double> x, ReadOnlySpan<double> g)
    {
        if (IsAllFree())
        {
            // Then it is the step without bounds, which the two loops find with the least rounding.
            _memory.Descend(g, _d);
            for (int i = 0; i < x.Length; i++) _d[i] += x[i] - _point[i];
        }
        else if (!SolveOverFree(x, g))
        {
            return false;
        }

        double reach = 1;
        for (int i = 0; i < x.Length; i++)
        {
            if (!IsFree(i)) continue;
            double di = _d[i];
            if (di > 0) reach = Math.Min(reach, (_box.Upper(i) - _point[i]) / di);
            else if (di < 0) reach = Math.Min(reach, (_box.Lower(i) - _point[i]) / di);
        }

        for (int i = 0; i < x.Length; i++)
        {
            if (IsFree(i)) _point[i] = _box.Clamp(i, _point[i] + reach * _d[i]);
        }

        return true;
    }

    /// <summary>d ← −(B restricted to the free variables)⁻¹ r by the formula of Sherman, Morrison and Woodbury; 0 elsewhere.</summary>
    private bool SolveOverFree(ReadOnlySpan<double> x, ReadOnlySpan<double> g)
    {
        int k = Rank;
        Span<double> v = _v.AsSpan(0, k), u = _u.AsSpan(0, k), system = _system.AsSpan(0, k * k);
        Times(_c.AsSpan(0, k), u);
        Multiply(u, _r);
        for (int i = 0; i < x.Length; i++) _r[i] = IsFree(i) ? g[i] + _θ * (_point[i] - x[i]) - _r[i] : 0;
        for (int a = 0; a < k; a++) v[a] = Weight(a) * Vectors.Dot(Column(a), _r);
        if (k > 0)
        {
            // u = K⁻¹ WᵀZ r, in place.
            v.CopyTo(u);
            FillReduced(k, system);
            if (!LinearSystem.Solve(system, u, k, 1)) return false;
        }

        Multiply(u, _d);
        for (int i = 0; i < x.Length; i++) _d[i] = IsFree(i) ? -_r[i] / _θ - _d[i] / (_θ * _θ) : 0;
        return true;
    }

    /// <summary>
    /// K = M⁻¹ − WᵀZ ZᵀW/θ, Z picking the free variables and A the others: [[−I − YᵀZ ZᵀY/θ, ·], [SᵀA AᵀY below the diagonal and
    /// −SᵀZ ZᵀY elsewhere, θ SᵀA AᵀS]]. What cancels between the two terms is left out beforehand: gradients of variables that
    /// are held may be larger than all others by orders of magnitude. Section 5.1, in the form of Zhu, Byrd, Lu, Nocedal (1997).
    /// </summary>
    private void FillReduced(int k, Span<double> matrix)
    {
        int m = k / 2;
        for (int j = 0; j < m; j++)
        {
            Keep(_memory.Y(j), isFree: true);
            for (int i = 0; i <= j; i++) Set(i, j, -Vectors.Dot(_column, _memory.Y(i)) / _θ - (i == j ? _memory.Sy(i) : 0), matrix);
            for (int i = 0; i <= j; i++) Set(m + i, j, -Vectors.Dot(_column, _memory.S(i)), matrix);
            Keep(_memory.Y(j), isFree: false);
            for (int i = j + 1; i < m; i++) Set(m + i, j, Vectors.Dot(_column, _memory.S(i)), matrix);
            Keep(_memory.S(j), isFree: false);
            for (int i = 0; i <= j; i++) Set(m + i, m + j, _θ * Vectors.Dot(_column, _memory.S(i)), matrix);
        }

        void Set(int a, int b, double value, Span<double> to)
        {
            value *= _unit[a % m] * _unit[b % m];
            (to[a * k + b], to[b * k + a]) = (value, value);
        }

        void Keep(double[] vector, bool isFree)
        {
            for (int i = 0; i < vector.Length; i++) _column[i] = IsFree(i) == isFree ? vector[i] : 0;
        }
    }

    private bool IsAllFree()
    {
        for (int i = 0; i < _point.Length; i++)
        {
            if (!IsFree(i)) return false;
        }

        return true;
    }

    private bool IsFree(int i) => _point[i] > _box.Lower(i) && _point[i] < _box.Upper(i);

    /// <summary>A column of W is this vector times its weight.</summary>
    private double[] Column(int a) => a < _memory.Count ? _memory.Y(a) : _memory.S(a - _memory.Count);

    private double Weight(int a) => a < _memory.Count ? _unit[a] : _θ * _unit[a - _memory.Count];

    /// <summary>result ← W v.</summary>
    private void Multiply(ReadOnlySpan<double> v, Span<double> result)
    {
        result.Clear();
        for (int a = 0; a < v.Length; a++) Vectors.AddScaled(Weight(a) * v[a], Column(a), result);
    }

    /// <summary>The row of W that belongs to a variable.</summary>
    private void Row(int i, Span<double> w)
    {
        for (int a = 0; a < w.Length; a++) w[a] = Weight(a) * Column(a)[i];
    }

    /// <summary>result ← M v.</summary>
    private void Times(ReadOnlySpan<double> v, Span<double> result)
    {
        for (int i = 0; i < v.Length; i++) result[i] = Vectors.Dot(v, _inverse.AsSpan(i * v.Length, v.Length));
    }
}
