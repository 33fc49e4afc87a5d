using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>n − Σ cos xⱼ + i (1 − cos xᵢ) − sin xᵢ. Problem 26.</summary>
/// <remarks>There are many local minima; 2.79506e-5 is the one that the paper names for n = 10.</remarks>
/// <param name="Variables">n.</param>
public readonly record struct Trigonometric(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public Trigonometric() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables);

    /// <inheritdoc/>
    public int Number => 26;

    /// <inheritdoc/>
    public string Name => "trigonometric";

    /// <inheritdoc/>
    public int Count => Variables;

    /// <inheritdoc/>
    public double[] Start => [.. Enumerable.Repeat(1.0 / Variables, Variables)];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => Variables == 10 ? [0, 2.79506e-5] : [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        T sum = T.Constant(x.Length);
        foreach (T each in x) sum -= T.Cos(each);
        for (int i = 0; i < x.Length; i++) residuals[i] = sum + T.Constant(i + 1) * (T.One - T.Cos(x[i])) - T.Sin(x[i]);
    }
}
