using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Gradus.Torch.Native;
using static TorchSharp.torch;

namespace Gradus.Lab.Benchmarks;

/// <summary>
/// TorchSharp's own optimizer in a process that does nothing else. Its steps keep all their temporaries until they end,
/// hundreds of megabytes that the allocator then gives back to the system or not, depending on what else lies on the
/// heap: beside other contestants it may be spared the page faults that it meets in a program of its own.
/// </summary>
public static class TorchSharpAlone
{
    private const int Steps = 60, Settled = 20;

    /// <summary>Takes 60 steps in this process, in a plain loop.</summary>
    /// <param name="rule">The rule's name.</param>
    /// <param name="sizes">The parameters.</param>
    /// <returns>The median of the last 40 steps, in milliseconds.</returns>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public static double Measure(string rule, ParameterSizes sizes)
    {
        StepRule chosen = StepRules.Named(rule);
        TorchNatives.EnsureLoaded();
        using ParameterSet set = new(sizes);
        using optim.Optimizer optimizer = chosen.TorchSharp(set.Parameters);
        double[] times = new double[Steps];
        for (int i = 0; i < Steps; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            optimizer.step();
            times[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }

        return Spread.Of(times[Settled..]).Median;
    }

    /// <summary>Has a child process of this program print what <see cref="Measure"/> returns.</summary>
    /// <param name="arguments">What the program must be given for that.</param>
    /// <param name="cancellation">Ends the child.</param>
    /// <exception cref="InvalidOperationException">The child failed.</exception>
    internal static double InChild(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        // Started as `dotnet program.dll`, the process is dotnet and needs to be told the program.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process child = Process.Start(start)!;
        using CancellationTokenRegistration end = cancellation.Register(() => child.Kill());
        string answer = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return child.ExitCode == 0 && double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out double milliseconds)
            ? milliseconds
            : throw new InvalidOperationException($"TorchSharp could not be measured in a process of its own: '{string.Join(' ', arguments)}' ended with code {child.ExitCode} and printed '{answer.Trim()}'.");
    }
}
