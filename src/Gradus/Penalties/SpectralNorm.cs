using System.Numerics;
using Gradus.Algebra;

namespace Gradus.Penalties;

/// <summary>
/// Spectral norm regularization: ½λσ², σ being the largest singular value of a weight. Its gradient is λσuvᵀ with the
/// singular vectors of σ. Yoshida, Miyato (2017), eq. 3 and algorithm 1.
/// </summary>
/// <remarks>
/// σ comes from power iteration that begins at the same seeded vector at every step and goes on until the vector moves no
/// more, so that the value depends on the weight alone and a run that resumes repeats itself. The paper takes one
/// iteration a step and remembers the vector. Where the two largest singular values are nearly equal, the iteration
/// is slow, and the gradient belongs to a mixture of both.
/// </remarks>
/// <param name="Strength">λ.</param>
/// <param name="Iterations">The most iterations a step may take.</param>
/// <param name="Seed">Decides the first vector.</param>
[Method("spectralNorm", "the largest singular value of each weight: bounds how much a layer stretches",
    Choose = "Robustness to perturbed inputs and tame critics: each layer's Lipschitz constant stays small, all other directions stay free.",
    Source = "Yoshida, Miyato 2017, eq. 3 and algorithm 1")]
[Convention("PyTorch", "none as a penalty; nn.utils.parametrizations.spectral_norm divides the weight by σ instead")]
[Convention("Keras", "none as a penalty; layers.SpectralNormalization divides by σ")]
[Convention("the paper", "the same value; one iteration a step from the last step's vector, here up to 50 from a seeded one")]
public readonly record struct SpectralNorm(
    [Param("factor of the penalty", Min = 0)] double Strength,
    [Param("most power iterations in a step", Min = 1)] int Iterations = 50,
    [Param("decides the vector that the iteration begins with", Min = 0)] int Seed = 0) : ITensorPenalty
{
    /// <inheritdoc/>
    public double Add<E>(Matrix<E> weight, Matrix<E> gradient) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        E[] u = new E[weight.Rows], v = First<E>(weight.Columns), next = new E[weight.Columns];
        double tolerance = 8 * Math.Sqrt(double.CreateTruncating(E.BitIncrement(E.One) - E.One)), σ = 0;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            for (int i = 0; i < u.Length; i++) u[i] = E.CreateTruncating(Row.Dot<E>(weight[i], v));
            if (Normalize(u) == 0) return 0;
            Array.Clear(next);
            for (int i = 0; i < u.Length; i++) Row.AddTimes(next, double.CreateTruncating(u[i]), weight[i]);
            σ = Normalize(next);
            Row.AddTimes<E>(v, -1, next);
            double moved = Row.Norm<E>(v);
            (v, next) = (next, v);
            if (moved <= tolerance) break;
        }

        for (int i = 0; i < u.Length && !gradient.IsEmpty; i++) Row.AddTimes(gradient[i], Strength * σ * double.CreateTruncating(u[i]), v);
        return Strength * σ * σ / 2;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Formula(FormulaStyle style) => style == FormulaStyle.Latex
        ? [@"R(W) = \tfrac{1}{2} \lambda\, \sigma_{\max}(W)^2", @"\frac{\partial R}{\partial W} = \lambda\, \sigma_{\max}\, u v^\top"]
        : ["R(W) = ½·λ·σ²,  σ the largest singular value of W", "∂R/∂W = λ·σ·u·vᵀ,  u, v its singular vectors"];

    private E[] First<E>(int count) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        SplitMix64 random = new((ulong)Seed);
        E[] v = new E[count];
        for (int i = 0; i < count; i++) v[i] = E.CreateTruncating(random.NextNormal());
        Normalize(v);
        return v;
    }

    private static double Normalize<E>(Span<E> x) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        double norm = Row.Norm<E>(x);
        if (norm != 0) Row.Scale(x, 1 / norm);
        return norm;
    }
}
