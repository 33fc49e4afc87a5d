using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>The two moments of Adam and the step they give, with bias correction. Kingma, Ba (2015), algorithm 1.</summary>
internal readonly struct MomentUpdate<T>(double beta1, double beta2, double eps, StepContext at, string rateName = "η") where T : struct, IReal<T>
{
    private readonly T β1 = T.Parameter(beta1, "β₁"), _fresh1 = T.Parameter(1 - beta1, "(1 − β₁)");
    private readonly T β2 = T.Parameter(beta2, "β₂"), _fresh2 = T.Parameter(1 - beta2, "(1 − β₂)");
    private readonly T η = T.Parameter(at.Rate / (1 - Math.Pow(beta1, at.Step)), rateName == "η" ? "η/(1 − β₁ᵗ)" : "1/(1 − β₁ᵗ)");
    private readonly T _rootBias = T.Parameter(1 / Math.Sqrt(1 - Math.Pow(beta2, at.Step)), "1/√(1 − β₂ᵗ)");
    private readonly RootQuotient<T> _over = new(eps, inside: false);

    public void Take(T g, ref T m, ref T v)
    {
        m = Mean(g, m);
        v = Square(g, v);
    }

    public T Mean(T g, T m) => β1 * m + _fresh1 * g;

    public T Square(T g, T v) => β2 * v + _fresh2 * (g * g);

    public T Step(T m, T v) => η * _over.Divide(m, v, _rootBias);
}
