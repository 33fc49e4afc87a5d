namespace Gradus.Minimization;

/// <summary>Why a minimiser stopped.</summary>
public enum StopReason
{
    /// <summary>The largest element of the (projected) gradient is within its tolerance: a stationary point.</summary>
    Gradient,

    /// <summary>The last step changed the value by no more than its relative tolerance, or no step could change it by more than its rounding.</summary>
    FunctionChange,

    /// <summary>The last step was no longer than its relative tolerance.</summary>
    Step,

    /// <summary>The allowed iterations are used up.</summary>
    MaxIterations,

    /// <summary>The allowed evaluations are used up.</summary>
    MaxEvaluations,

    /// <summary>Not even the steepest descent, or the shortest step, leads lower: rounding hides the rest, or the gradient is not that of the function.</summary>
    NoProgress,

    /// <summary>The function fell to −∞: it has no minimum that way.</summary>
    Unbounded,
}
