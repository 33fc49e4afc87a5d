using Gradus.Losses;

namespace Gradus.Cli.Losses;

/// <summary>The gradient held against central differences of the value.</summary>
/// <param name="Deviation">The largest difference between the two.</param>
/// <param name="Index">Where.</param>
/// <param name="Gradient">The gradient there.</param>
/// <param name="Difference">The difference quotient there.</param>
/// <param name="Checked">How many predictions were moved.</param>
internal sealed record GradientCheck(double Deviation, int Index, double Gradient, double Difference, int Checked)
{
    private const int MaxChecked = 1000;

    // Balances the error of the quotient, h², with that of rounding, 2⁻⁵³/h.
    private static readonly double s_step = Math.Cbrt(Math.ScaleB(1, -53));

    /// <summary>Moves each prediction a little both ways; of very many, evenly spread ones.</summary>
    public static GradientCheck Of(WeightedLoss loss, LossInput input, Reduction reduction, IReadOnlyList<double> gradient)
    {
        int count = Math.Min(gradient.Count, MaxChecked);
        return Enumerable.Range(0, count)
            .Select(i => (int)((long)i * gradient.Count / count))
            .Select(index => At(loss, input, reduction, gradient[index], index) with { Checked = count })
            .MaxBy(check => double.IsNaN(check.Deviation) ? double.PositiveInfinity : check.Deviation)!;
    }

    private static GradientCheck At(WeightedLoss loss, LossInput input, Reduction reduction, double gradient, int index)
    {
        double h = s_step * Math.Max(1, Math.Abs(input.Prediction.Values[index]));
        double up = loss.Evaluate(input.Move(index, h), reduction).Value, down = loss.Evaluate(input.Move(index, -h), reduction).Value;
        double difference = (up - down) / (2 * h);
        return new(Math.Abs(difference - gradient), index, gradient, difference, 1);
    }
}
