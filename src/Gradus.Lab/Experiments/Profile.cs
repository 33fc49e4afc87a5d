namespace Gradus.Lab.Experiments;

/// <summary>How big a comparison is.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Train">Training samples at most; validation comes on top.</param>
/// <param name="Validation">Validation samples at most.</param>
/// <param name="GridEpochs">Epochs of each run of the search.</param>
/// <param name="Epochs">Epochs of each confirming run.</param>
/// <param name="Seeds">Confirming runs of each contestant.</param>
/// <param name="Rates">The learning rates offered to each contestant.</param>
internal sealed record Profile(string Name, int Train, int Validation, int GridEpochs, int Epochs, int Seeds, IReadOnlyList<double> Rates)
{
    private static readonly double[] s_decades = [3e-4, 3e-3, 3e-2, 3e-1, 3];
    private static readonly double[] s_halfDecades = [3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1, 1];

    private static readonly Profile[] s_all =
    [
        new("quick", 4_000, 1_000, 2, 4, 1, s_decades),
        new("standard", 54_000, 6_000, 1, 5, 3, s_halfDecades),
        new("full", 54_000, 6_000, 4, 20, 5, s_halfDecades),
    ];

    /// <summary>The names, smallest first.</summary>
    public static IEnumerable<string> Names => s_all.Select(profile => profile.Name);

    /// <exception cref="ArgumentException">There is no such profile.</exception>
    public static Profile Find(string name) => s_all.FirstOrDefault(profile => profile.Name == name)
        ?? throw new ArgumentException($"There is no profile '{name}'; choose one of: {string.Join(", ", Names)}.");
}
