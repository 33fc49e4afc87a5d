using Gradus.Algebra;

namespace Gradus.Minimization;

/// <summary>The residuals rᵢ(x) of a least-squares problem, written once: the Jacobian, the gradient of Σ rᵢ² and products with its Hessian follow.</summary>
/// <remarks>
/// Derivatives come from <see cref="Dual{T}"/>, one sweep over the formula for each variable. That suits up to some hundreds of
/// variables; beyond, a <see cref="ResidualFunction"/> or an <see cref="Objective"/> written by hand is faster.
/// </remarks>
public interface IResiduals
{
    /// <summary>m, how many residuals there are.</summary>
    int Count { get; }

    /// <summary>Writes every residual at x.</summary>
    void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>;
}
