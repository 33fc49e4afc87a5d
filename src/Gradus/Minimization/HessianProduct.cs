namespace Gradus.Minimization;

/// <summary>The product of a function's Hessian with a vector.</summary>
/// <param name="x">Where the Hessian is taken.</param>
/// <param name="v">The vector.</param>
/// <param name="product">Receives ∇²f(x) v.</param>
public delegate void HessianProduct(ReadOnlySpan<double> x, ReadOnlySpan<double> v, Span<double> product);
