namespace Gradus.Metadata;

/// <summary>What a method in the catalogue is.</summary>
public enum MethodKind
{
    /// <summary>A loss function.</summary>
    Loss,

    /// <summary>An optimizer.</summary>
    Optimizer,

    /// <summary>A learning-rate schedule.</summary>
    Schedule,

    /// <summary>A test function of two variables.</summary>
    Surface,

    /// <summary>A penalty of weights.</summary>
    Penalty,

    /// <summary>Something around an optimizer, such as gradient clipping.</summary>
    Wrapper,
}

/// <summary>What a hyperparameter holds.</summary>
public enum ParameterKind
{
    /// <summary>A real number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>Yes or no.</summary>
    Switch,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>A length: steps, a share of the run, or epochs.</summary>
    Length,

    /// <summary>A list of real numbers.</summary>
    Numbers,

    /// <summary>A text in quotation marks.</summary>
    Text,
}

/// <summary>How one framework's convention differs from, or agrees with, that of a method here.</summary>
/// <param name="Framework">Whose.</param>
/// <param name="Says">What it is.</param>
public sealed record Convention(string Framework, string Says);
