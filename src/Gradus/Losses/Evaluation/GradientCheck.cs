namespace Gradus.Losses;

/// <summary>Gradients held against central differences of the value.</summary>
/// <param name="Input">The input where the two differ most.</param>
/// <param name="Place">Where in that input.</param>
/// <param name="Gradient">The gradient there.</param>
/// <param name="Difference">The difference quotient there.</param>
/// <param name="Checked">How many numbers were moved.</param>
public sealed record GradientCheck(string Input, string Place, double Gradient, double Difference, int Checked)
{
    private const int MaxChecked = 1000;

    // Balances the error of the quotient, h², with that of rounding, 2⁻⁵³/h.
    private static readonly double s_step = Math.Cbrt(Math.ScaleB(1, -53));

    /// <summary>|gradient − difference|, NaN where one of them is.</summary>
    public double Deviation => Math.Abs(Gradient - Difference);

    /// <summary>Moves each number of each input that has a gradient a little both ways; of very many, evenly spread ones.</summary>
    /// <param name="evaluate">What is checked.</param>
    /// <param name="inputs">Where.</param>
    /// <returns>The place where gradient and differences are furthest apart.</returns>
    public static GradientCheck Of(Func<LossInputs, LossEvaluation> evaluate, LossInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(evaluate);
        ArgumentNullException.ThrowIfNull(inputs);
        GradientCheck[] all = [.. evaluate(inputs).Gradients.SelectMany(pair => Of(evaluate, inputs, pair.Key, pair.Value))];
        return all.MaxBy(check => double.IsNaN(check.Deviation) ? double.PositiveInfinity : check.Deviation)! with { Checked = all.Length };
    }

    private static IEnumerable<GradientCheck> Of(Func<LossInputs, LossEvaluation> evaluate, LossInputs inputs, string name, NumberArray gradient)
    {
        NumberArray values = inputs[name];
        int count = Math.Min(gradient.Count, MaxChecked);
        for (int i = 0; i < count; i++)
        {
            int index = (int)((long)i * gradient.Count / count);
            double h = s_step * Math.Max(1, Math.Abs(values.Values[index]));
            yield return new(name, values.Place(index), gradient.Values[index], Slope(by => evaluate(inputs.Moved(name, index, by)).Value, h), count);
        }
    }

    /// <summary>The difference over both sides; at the end of what a loss is defined for, one of the same order over the side that there is.</summary>
    private static double Slope(Func<double, double> moved, double h)
    {
        double up = TryMove(moved, h), down = TryMove(moved, -h);
        return double.IsNaN(up) && !double.IsNaN(down) ? (3 * moved(0) - 4 * down + moved(-2 * h)) / (2 * h)
            : double.IsNaN(down) && !double.IsNaN(up) ? (-3 * moved(0) + 4 * up - moved(2 * h)) / (2 * h)
            : (up - down) / (2 * h);
    }

    /// <summary>The value after a move, or NaN where the loss refuses to go.</summary>
    private static double TryMove(Func<double, double> moved, double by)
    {
        try
        {
            return moved(by);
        }
        catch (ArgumentException)
        {
            return double.NaN;
        }
    }
}
