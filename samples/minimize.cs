// Fits a decay to measurements, then minimises the same sum of squares by the two other minimisers. Run it with:
// dotnet run samples/minimize.cs
#:project ../src/Gradus/Gradus.csproj

using Gradus.Algebra;
using Gradus.Minimization;

double[] t = [0, 1, 2, 3, 4, 5], y = [5.1, 2.4, 1.3, 0.6, 0.3, 0.1];
Decay decay = new(t, y);

MinimizationResult fit = Minimize.LeastSquares(decay, [1, 0.1]);
Console.WriteLine($"{fit.X[0]:F4} e^(-{fit.X[1]:F4} t)   {fit.Reason}: {fit.Explanation}");

MinimizationResult bounded = Minimize.Lbfgs(decay, [1, 0.1], new() { Upper = [5, double.PositiveInfinity] });
Console.WriteLine($"{bounded.X[0]:F4} e^(-{bounded.X[1]:F4} t)   {bounded.Reason}: {bounded.Explanation}");

MinimizationResult newton = Minimize.NewtonCg(decay, [1, 0.1]);
Console.WriteLine($"{newton.X[0]:F4} e^(-{newton.X[1]:F4} t)   {newton.Reason}: {newton.Explanation}");

/// <summary>a e^(−k t) − y: written once; the Jacobian, the gradient and the Hessian follow.</summary>
internal readonly record struct Decay(double[] Time, double[] Measured) : IResiduals
{
    public int Count => Time.Length;

    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < Count; i++) residuals[i] = x[0] * T.Exp(-x[1] * T.Constant(Time[i])) - T.Constant(Measured[i]);
    }
}
