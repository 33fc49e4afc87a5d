namespace Gradus.Lab.Reports;

/// <summary>A ranking someone has published, to be held against what was measured here.</summary>
/// <param name="Text">The claim in its own words.</param>
/// <param name="FastestFirst">Contestants' keys from fastest to slowest.</param>
/// <param name="BestGeneralization">Key of the contestant said to generalise best among them.</param>
public sealed record Claim(string Text, IReadOnlyList<string> FastestFirst, string BestGeneralization)
{
    /// <summary>The ranking that lectures on optimization commonly give.</summary>
    public static Claim OfLectures { get; } = new(
        "Speed: Adam > RMSprop > Momentum > SGD. Generalization: best with momentum.",
        ["adam", "rmsprop", "momentum", "sgd"], "momentum");
}
