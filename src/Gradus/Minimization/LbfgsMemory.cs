namespace Gradus.Minimization;

/// <summary>The last m pairs of s = x₊ − x and y = g₊ − g, from which L-BFGS models the curvature. Nocedal (1980).</summary>
internal sealed class LbfgsMemory
{
    /// <summary>A pair whose sᵀy is smaller in proportion to yᵀy than rounding is left out: the model must stay positive definite.</summary>
    private const double LeastCurvature = 2.2e-16;

    private readonly double[][] _s, _y;
    private readonly double[] _sy, _α;
    private readonly PairProducts? _products;
    private int _oldest;

    /// <param name="memory">How many pairs are remembered at most.</param>
    /// <param name="dimensions">How long they are.</param>
    /// <param name="withProducts">Whether there are bounds, and the dot products of the pairs are wanted.</param>
    public LbfgsMemory(int memory, int dimensions, bool withProducts = false)
    {
        if (withProducts) _products = new(memory);
        (_s, _y) = (new double[memory][], new double[memory][]);
        for (int i = 0; i < memory; i++) (_s[i], _y[i]) = (new double[dimensions], new double[dimensions]);
        (_sy, _α) = (new double[memory], new double[memory]);
    }

    /// <summary>How many pairs there are.</summary>
    public int Count { get; private set; }

    /// <summary>γ = sᵀy/yᵀy of the newest pair, over the variables that no bound held: the size of the inverse Hessian. 1 where there is none.</summary>
    public double Scale { get; private set; } = 1;

    /// <summary>s of a pair, 0 being the oldest.</summary>
    public double[] S(int i) => _s[Slot(i)];

    /// <summary>y of a pair, 0 being the oldest.</summary>
    public double[] Y(int i) => _y[Slot(i)];

    /// <summary>sᵀy of a pair, 0 being the oldest.</summary>
    public double Sy(int i) => _sy[Slot(i)];

    /// <summary>sᵢᵀsⱼ, 0 being the oldest; where products are kept.</summary>
    public double Ss(int i, int j) => _products!.Ss(Slot(i), Slot(j));

    /// <summary>sᵢᵀyⱼ, 0 being the oldest; where products are kept.</summary>
    public double Sy(int i, int j) => _products!.Sy(Slot(i), Slot(j));

    /// <summary>Forgets every pair.</summary>
    public void Clear() => (Count, _oldest, Scale) = (0, 0, 1);

    /// <summary>Remembers a step, unless the curvature along it is not positive.</summary>
    public void Add(ReadOnlySpan<double> x, ReadOnlySpan<double> xBefore, ReadOnlySpan<double> g, ReadOnlySpan<double> gBefore)
    {
        double sy = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double y = g[i] - gBefore[i];
            sy += (x[i] - xBefore[i]) * y;
            // What a bound holds still says nothing of the curvature among the others.
            if (_products is null || x[i] != xBefore[i]) yy += y * y;
        }

        if (!(sy > LeastCurvature * yy) || !double.IsFinite(yy)) return;
        int slot = (_oldest + Count) % _s.Length;
        double[] s = _s[slot], difference = _y[slot];
        for (int i = 0; i < x.Length; i++) (s[i], difference[i]) = (x[i] - xBefore[i], g[i] - gBefore[i]);
        if (Count == _s.Length) _oldest = (_oldest + 1) % _s.Length;
        else Count++;
        (_sy[slot], Scale) = (sy, sy / yy);
        _products?.Update(slot, _s, _y, Count);
    }

    /// <summary>d ← −H g by the two-loop recursion. Nocedal, Wright, Numerical Optimization, algorithm 7.4.</summary>
    public void Descend(ReadOnlySpan<double> g, Span<double> d)
    {
        for (int i = 0; i < g.Length; i++) d[i] = -g[i];
        for (int i = Count - 1; i >= 0; i--)
        {
            _α[i] = Vectors.Dot(S(i), d) / Sy(i);
            Vectors.AddScaled(-_α[i], Y(i), d);
        }

        for (int i = 0; i < d.Length; i++) d[i] *= Scale;
        for (int i = 0; i < Count; i++)
        {
            double β = Vectors.Dot(Y(i), d) / Sy(i);
            Vectors.AddScaled(_α[i] - β, S(i), d);
        }
    }

    private int Slot(int i) => (_oldest + i) % _s.Length;
}
