namespace Gradus.Lab.Experiments;

/// <summary>The experiments by name.</summary>
public static class Experiment
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<IExperiment> All { get; } = [new OptimizerShootout()];
}
