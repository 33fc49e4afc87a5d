namespace Gradus.Losses;

/// <summary>Something about a loss that people should know before they train with it.</summary>
/// <param name="Problem">What kind of thing.</param>
/// <param name="Text">What was found, and where, as a clause without its end.</param>
public sealed record LossWarning(LossProblem Problem, string Text);

/// <summary>What can be the matter with a loss.</summary>
public enum LossProblem
{
    /// <summary>It is no number somewhere, or infinite.</summary>
    NotDefined,

    /// <summary>Its value jumps.</summary>
    Jump,

    /// <summary>Its slope jumps, or there is none.</summary>
    NotDifferentiable,

    /// <summary>It can be made as small as one likes.</summary>
    UnboundedBelow,

    /// <summary>It has no slope where the prediction is wrong, so nothing pulls it back.</summary>
    FlatWhereWrong,

    /// <summary>It is smallest at a prediction that misses the target in a regular way.</summary>
    MinimumElsewhere,

    /// <summary>It does not depend on the prediction.</summary>
    WithoutPrediction,

    /// <summary>It does not depend on the target.</summary>
    WithoutTarget,
}
