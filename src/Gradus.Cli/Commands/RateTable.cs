using Gradus.Schedules;

namespace Gradus.Cli.Commands;

/// <summary>The rates of a run, step by step.</summary>
internal static class RateTable
{
    /// <summary>Element i is the rate that step i uses.</summary>
    /// <exception cref="UsageException">The schedule does not fit the run.</exception>
    public static double[] Of(Schedule schedule, double lr, int steps, long? stepsPerEpoch)
    {
        if (steps == 0) return [];
        Schedule laid = UsageException.Of(() => schedule.Within(new(steps, stepsPerEpoch)));
        double[] rates = new double[steps];
        for (int step = 0; step < steps; step++) rates[step] = lr * laid.At(step);
        return rates;
    }
}
