using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// VICReg: λ times the mean squared difference between two embeddings of a batch, plus μ times the mean of what each
/// coordinate's standard deviation lacks to 1, plus ν times the squared covariances between coordinates, over their
/// number. Bardes, Ponce, LeCun (2022), eq. 1, 4, 5, 6.
/// </summary>
/// <remarks>
/// The terms of spread are the mean over the two embeddings, those of covariance their sum. Variance is taken with n − 1,
/// and 10⁻⁴ is added to it under the root.
/// </remarks>
/// <param name="Invariance">λ: weight of the agreement.</param>
/// <param name="Variance">μ: weight of the spread.</param>
/// <param name="Covariance">ν: weight of the correlations.</param>
[Method("vicReg", "two views that agree, spread and do not repeat themselves: no negatives",
    Choose = "Self-supervised learning without large batches or negative pairs.",
    Source = "Bardes, Ponce, LeCun 2022, VICReg, eq. 1 to 6")]
[Convention("Paper", "λ = μ = 25, ν = 1; its code, followed here, also divides the agreement by the number of coordinates")]
[Convention("PyTorch", "pytorch-metric-learning VICRegLoss: the same")]
public readonly record struct VicReg(
    [Param("weight of the agreement", Min = 0)] double Invariance = 25,
    [Param("weight of the spread", Min = 0)] double Variance = 25,
    [Param("weight of the correlations", Min = 0)] double Covariance = 1) : ITwinLoss
{
    private const double VarianceEpsilon = 1e-4;

    /// <summary>The loss with the paper's weights.</summary>
    public VicReg() : this(Invariance: 25) { }

    /// <inheritdoc/>
    public double At(ReadOnlySpan<double> left, ReadOnlySpan<double> right, int count, Span<double> byLeft, Span<double> byRight)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            double difference = left[i] - right[i];
            sum += difference * difference;
            byLeft[i] = 2 * Invariance * difference / left.Length;
            byRight[i] = -byLeft[i];
        }

        return Invariance * sum / left.Length + Spread(left, count, byLeft) + Spread(right, count, byRight);
    }

    /// <inheritdoc/>
    public string Formula(FormulaStyle style)
    {
        Symbol λ = Symbol.Parameter(Invariance, "λ"), μ = Symbol.Parameter(Variance, "μ"), ν = Symbol.Parameter(Covariance, "ν");
        Symbol Of(string name) => Symbol.Variable(name);
        return style == FormulaStyle.Latex
            ? $@"{style.Print(λ)} \cdot \frac{{1}}{{nd}} \sum_{{ij}} (x_{{ij}} - y_{{ij}})^2 + {style.Print(μ)} \cdot \frac{{1}}{{2d}} \sum_j \left(h(x_j) + h(y_j)\right) + {style.Print(ν)} \cdot \frac{{1}}{{d}} \sum_{{j \ne k}} \left(C(x)_{{jk}}^2 + C(y)_{{jk}}^2\right), \quad h(x_j) = \max\left(0, 1 - \sqrt{{\operatorname{{Var}} x_j + 10^{{-4}}}}\right)"
            : $"{style.Print(λ * Of("mean((x − y)²)") + μ * Of("mean(½·(h(x) + h(y)))") + ν * Of("Σ_{j≠k} (C(x)ⱼₖ² + C(y)ⱼₖ²)/d"))},  h(x) = max(0, 1 − √(Var x + 1e-4))";
    }

    /// <summary>The terms of one embedding. With C = XᵀX/(n − 1) of centred X, ∂C_jk/∂x_ij = x_ik/(n − 1), as the mean falls out.</summary>
    private double Spread(ReadOnlySpan<double> x, int count, Span<double> gradient)
    {
        int width = x.Length / count;
        double[] centred = x.ToArray(), c = new double[width * width];
        for (int k = 0; k < width; k++)
        {
            double mean = 0;
            for (int i = k; i < centred.Length; i += width) mean += centred[i] / count;
            for (int i = k; i < centred.Length; i += width) centred[i] -= mean;
        }

        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> row = centred.AsSpan(i * width, width);
            for (int j = 0; j < width; j++)
            {
                for (int k = 0; k <= j; k++) c[j * width + k] += row[j] * row[k] / (count - 1);
            }
        }

        // From here on c holds ∂/∂C, each off-diagonal element once for both of its places.
        double value = 0;
        for (int j = 0; j < width; j++)
        {
            Scalar<double> variance = new(c[j * width + j]);
            Dual<Scalar<double>> lack = Lack(Dual<Scalar<double>>.Variable(variance));
            value += Variance / (2 * width) * lack.Value.Value;
            c[j * width + j] = Variance / width * lack.Slope.Value;
            for (int k = 0; k < j; k++)
            {
                double covariance = c[j * width + k];
                value += 2 * Covariance / width * covariance * covariance;
                c[j * width + k] = c[k * width + j] = 4 * Covariance / width * covariance;
            }
        }

        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < width; j++)
            {
                double slope = 0;
                for (int k = 0; k < width; k++) slope += c[j * width + k] * centred[i * width + k];
                gradient[i * width + j] += slope / (count - 1);
            }
        }

        return value;
    }

    /// <summary>What a standard deviation lacks to 1.</summary>
    private static T Lack<T>(T variance) where T : struct, IReal<T> =>
        T.Max(T.One - T.Sqrt(variance + T.Constant(VarianceEpsilon)), T.Zero);
}
