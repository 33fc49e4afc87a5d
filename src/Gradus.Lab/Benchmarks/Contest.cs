using System.Diagnostics;

namespace Gradus.Lab.Benchmarks;

/// <summary>Measures contestants in turn: A B C D, B C D A, …, so that whatever else the machine does meets them alike.</summary>
internal static class Contest
{
    /// <summary>Measures all contestants.</summary>
    /// <returns>For each contestant, milliseconds a step in each round.</returns>
    public static double[][] Run(IReadOnlyList<StepContestant> contestants, StepBenchmarkOptions options, CancellationToken cancellation)
    {
        int[] steps = [.. contestants.Select(contestant => WarmUp(contestant, options, cancellation))];
        double[][] times = [.. contestants.Select(_ => new double[options.Rounds])];
        for (int round = 0; round < options.Rounds; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            for (int turn = 0; turn < contestants.Count; turn++)
            {
                cancellation.ThrowIfCancellationRequested();
                int who = (round + turn) % contestants.Count;
                Thread.Sleep(options.Rest);
                times[who][round] = Measure(contestants[who], steps[who], options);
            }
        }

        return times;
    }

    /// <summary>Lets a contestant step until its code is compiled and its memory mapped.</summary>
    /// <returns>How many of its steps fit into a measurement.</returns>
    private static int WarmUp(StepContestant contestant, StepBenchmarkOptions options, CancellationToken cancellation)
    {
        contestant.Step(1);
        int steps = 1;
        double fastest = double.PositiveInfinity;
        long begin = Stopwatch.GetTimestamp();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            fastest = Math.Min(fastest, Measure(contestant, steps, options));
            steps = (int)Math.Clamp(options.Measurement.TotalMilliseconds / fastest, 1, 10_000);
        }
        while (Stopwatch.GetElapsedTime(begin) < options.WarmUp);

        return steps;
    }

    /// <summary>Milliseconds a step. A step of its own comes first, so that each finds its own data in the caches.</summary>
    private static double Measure(StepContestant contestant, int steps, StepBenchmarkOptions options)
    {
        contestant.Step(1);
        if (options.InTraining) return MeasureInTraining(contestant, steps);
        long begin = Stopwatch.GetTimestamp();
        contestant.Step(steps);
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds / steps;
    }

    private static double MeasureInTraining(StepContestant contestant, int steps)
    {
        TimeSpan sum = default;
        for (int i = 0; i < steps; i++)
        {
            contestant.Backward();
            long begin = Stopwatch.GetTimestamp();
            contestant.Step(1);
            sum += Stopwatch.GetElapsedTime(begin);
        }

        return sum.TotalMilliseconds / steps;
    }
}
