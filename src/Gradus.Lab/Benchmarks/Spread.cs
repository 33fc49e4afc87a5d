namespace Gradus.Lab.Benchmarks;

/// <summary>The middle of some measurements and how far they scatter around it.</summary>
/// <param name="Median">Half of the measurements lie below.</param>
/// <param name="Lower">The lower quartile: a quarter lies below.</param>
/// <param name="Upper">The upper quartile: a quarter lies above.</param>
public readonly record struct Spread(double Median, double Lower, double Upper)
{
    /// <summary>Median and quartiles, interpolated linearly between neighbours.</summary>
    /// <param name="measurements">At least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Spread Of(IEnumerable<double> measurements)
    {
        double[] sorted = [.. measurements.Order()];
        if (sorted.Length == 0) throw new ArgumentException("There is no measurement to summarise; measure at least one round.", nameof(measurements));
        return new(At(0.5), At(0.25), At(0.75));

        double At(double share)
        {
            double place = share * (sorted.Length - 1);
            int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
            return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
        }
    }

    /// <summary>
    /// The ratio round by round. Contestants of one round met the same machine, so that its slow moments cancel.
    /// </summary>
    /// <param name="numerators">One measurement for each round.</param>
    /// <param name="denominators">One for each round, in the same order.</param>
    public static Spread OfRatios(IEnumerable<double> numerators, IEnumerable<double> denominators) =>
        Of(numerators.Zip(denominators, (n, d) => n / d));
}
