using Gradus.Algebra;

namespace Gradus.Minimization;

/// <summary>Residuals in numbers: everything a minimiser asks for, from the one formula.</summary>
public static class ResidualValues
{
    /// <summary>r(x).</summary>
    public static double[] Values(this IResiduals residuals, ReadOnlySpan<double> x)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        double[] values = new double[residuals.Count];
        residuals.Function(x.Length)(x, values, []);
        return values;
    }

    /// <summary>The residuals and their Jacobian as a function of n variables, for one thread at a time.</summary>
    public static ResidualFunction Function(this IResiduals residuals, int variables)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        int m = residuals.Count, n = variables;
        Scalar<double>[] plain = new Scalar<double>[n], plainValues = new Scalar<double>[m];
        Dual<Scalar<double>>[] at = new Dual<Scalar<double>>[n], values = new Dual<Scalar<double>>[m];
        return (x, r, jacobian) =>
        {
            for (int j = 0; j < n; j++) (plain[j], at[j]) = (new(x[j]), Dual<Scalar<double>>.Fixed(new(x[j])));
            if (jacobian.IsEmpty)
            {
                residuals.At<Scalar<double>>(plain, plainValues);
                for (int i = 0; i < m; i++) r[i] = plainValues[i].Value;
                return;
            }

            for (int j = 0; j < n; j++)
            {
                at[j] = Dual<Scalar<double>>.Variable(plain[j]);
                residuals.At<Dual<Scalar<double>>>(at, values);
                at[j] = Dual<Scalar<double>>.Fixed(plain[j]);
                for (int i = 0; i < m; i++) (r[i], jacobian[i * n + j]) = (values[i].Value.Value, values[i].Slope.Value);
            }
        };
    }

    /// <summary>Σ rᵢ² and its gradient 2 Jᵀr as a function of n variables, for one thread at a time.</summary>
    public static Objective SumOfSquares(this IResiduals residuals, int variables)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        Dual<Scalar<double>>[] at = new Dual<Scalar<double>>[variables], values = new Dual<Scalar<double>>[residuals.Count];
        return (x, gradient) =>
        {
            for (int j = 0; j < at.Length; j++) at[j] = Dual<Scalar<double>>.Fixed(new(x[j]));
            double sum = 0;
            for (int j = 0; j < at.Length; j++)
            {
                Scalar<double> xj = at[j].Value;
                at[j] = Dual<Scalar<double>>.Variable(xj);
                residuals.At<Dual<Scalar<double>>>(at, values);
                at[j] = Dual<Scalar<double>>.Fixed(xj);
                double slope = 0;
                sum = 0;
                foreach (Dual<Scalar<double>> r in values)
                {
                    sum += r.Value.Value * r.Value.Value;
                    slope += r.Value.Value * r.Slope.Value;
                }

                gradient[j] = 2 * slope;
            }

            return sum;
        };
    }

    /// <summary>The product of the Hessian of Σ rᵢ², 2 Σ (∇rᵢ ∇rᵢᵀ + rᵢ ∇²rᵢ), with a vector, as a function of n variables, for one thread at a time.</summary>
    public static HessianProduct SumOfSquaresHessian(this IResiduals residuals, int variables)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        // The inner slope is the derivative along v, the outer one that by xⱼ.
        Dual<Dual<Scalar<double>>>[] at = new Dual<Dual<Scalar<double>>>[variables], values = new Dual<Dual<Scalar<double>>>[residuals.Count];
        return (x, v, product) =>
        {
            for (int j = 0; j < at.Length; j++) at[j] = Dual<Dual<Scalar<double>>>.Fixed(new(new(x[j]), new(v[j])));
            for (int j = 0; j < at.Length; j++)
            {
                Dual<Scalar<double>> xj = at[j].Value;
                at[j] = Dual<Dual<Scalar<double>>>.Variable(xj);
                residuals.At<Dual<Dual<Scalar<double>>>>(at, values);
                at[j] = Dual<Dual<Scalar<double>>>.Fixed(xj);
                double sum = 0;
                foreach (Dual<Dual<Scalar<double>>> r in values)
                {
                    sum += r.Slope.Value.Value * r.Value.Slope.Value + r.Value.Value.Value * r.Slope.Slope.Value;
                }

                product[j] = 2 * sum;
            }
        };
    }
}
