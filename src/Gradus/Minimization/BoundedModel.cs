namespace Gradus.Minimization;

/// <summary>
/// The quadratic model of L-BFGS-B in its compact form B = θ I − W M Wᵀ with W = [Y, θ S], and its approximate minimiser
/// inside the bounds: first along the projected gradient, then over the variables still free there. Byrd, Lu, Nocedal, Zhu (1995).
/// </summary>
internal sealed class BoundedModel
{
    private readonly LbfgsMemory _memory;
    private readonly Box _box;
    private readonly double[] _point, _d, _times, _r, _middle, _inverse, _system, _p, _c, _w, _v, _u;
    private readonly int[] _order;
    private double _θ;

    public BoundedModel(LbfgsMemory memory, int capacity, Box box, int dimensions)
    {
        (_memory, _box) = (memory, box);
        (_point, _d, _times, _r, _order) = (new double[dimensions], new double[dimensions], new double[dimensions], new double[dimensions], new int[dimensions]);
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

    /// <summary>M is the inverse of [[−D, Lᵀ], [L, θ SᵀS]], D the diagonal and L the strictly lower part of SᵀY. Equation 3.4.</summary>
    private bool Prepare()
    {
        int m = _memory.Count, k = Rank;
        _θ = 1 / _memory.Scale;
        Array.Clear(_middle, 0, k * k);
        Array.Clear(_inverse, 0, k * k);
        for (int i = 0; i < m; i++)
        {
            _middle[i * k + i] = -_memory.Sy(i);
            for (int j = 0; j < i; j++)
            {
                double l = Vectors.Dot(_memory.S(i), _memory.Y(j));
                (_middle[(m + i) * k + j], _middle[j * k + m + i]) = (l, l);
            }

            for (int j = 0; j <= i; j++)
            {
                double ss = _θ * Vectors.Dot(_memory.S(i), _memory.S(j));
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
            AddRow(_d[i], i, p);
            if (double.IsPositiveInfinity(t)) continue;
            (_times[bends], _order[bends]) = (t, i);
            bends++;
        }

        if (slope == 0) return;
        Array.Sort(_times, _order, 0, bends);
        Times(p, mp);
        double bend = -_θ * slope - Vectors.Dot(p, mp), time = 0;
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
            bend -= _θ * gi * gi + 2 * gi * Vectors.Dot(mw, p) + gi * gi * Vectors.Dot(mw, w);
            Vectors.AddScaled(gi, w, p);
            // When nothing moves any more, rounding alone is left of both.
            left = b + 1 < moving && slope < 0 && bend > 0 ? -slope / bend : 0;
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
        int k = Rank;
        Span<double> v = _v.AsSpan(0, k), w = _w.AsSpan(0, k), u = _u.AsSpan(0, k), inner = _middle.AsSpan(0, k * k), system = _system.AsSpan(0, k * k);
        Times(_c.AsSpan(0, k), u);
        v.Clear();
        inner.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            if (!IsFree(i)) continue;
            Row(i, w);
            _r[i] = g[i] + _θ * (_point[i] - x[i]) - Vectors.Dot(w, u);
            Vectors.AddScaled(_r[i], w, v);
            for (int a = 0; a < k; a++) Vectors.AddScaled(w[a] / _θ, w, inner.Slice(a * k, k));
        }

        if (k > 0)
        {
            // (I − M WᵀZ ZᵀW/θ) v = M WᵀZ r
            for (int a = 0; a < k; a++)
            {
                Span<double> row = system.Slice(a * k, k);
                row.Clear();
                row[a] = 1;
                for (int b = 0; b < k; b++) Vectors.AddScaled(-_inverse[a * k + b], inner.Slice(b * k, k), row);
            }

            Times(v, u);
            if (!LinearSystem.Solve(system, u, k, 1)) return false;
        }

        double reach = 1;
        for (int i = 0; i < x.Length; i++)
        {
            if (!IsFree(i)) continue;
            Row(i, w);
            double di = -_r[i] / _θ - Vectors.Dot(w, u) / (_θ * _θ);
            _d[i] = di;
            if (di > 0) reach = Math.Min(reach, (_box.Upper(i) - _point[i]) / di);
            else if (di < 0) reach = Math.Min(reach, (_box.Lower(i) - _point[i]) / di);
        }

        for (int i = 0; i < x.Length; i++)
        {
            if (IsFree(i)) _point[i] = _box.Clamp(i, _point[i] + reach * _d[i]);
        }

        return true;
    }

    private bool IsFree(int i) => _point[i] > _box.Lower(i) && _point[i] < _box.Upper(i);

    /// <summary>The row of W that belongs to a variable.</summary>
    private void Row(int i, Span<double> w)
    {
        int m = _memory.Count;
        for (int j = 0; j < m; j++) (w[j], w[m + j]) = (_memory.Y(j)[i], _θ * _memory.S(j)[i]);
    }

    private void AddRow(double factor, int i, Span<double> sum)
    {
        int m = _memory.Count;
        for (int j = 0; j < m; j++)
        {
            sum[j] += factor * _memory.Y(j)[i];
            sum[m + j] += factor * _θ * _memory.S(j)[i];
        }
    }

    /// <summary>result ← M v.</summary>
    private void Times(ReadOnlySpan<double> v, Span<double> result)
    {
        for (int i = 0; i < v.Length; i++) result[i] = Vectors.Dot(v, _inverse.AsSpan(i * v.Length, v.Length));
    }
}
