namespace Gradus.Torch.Native;

/// <summary>How a check went.</summary>
public enum CheckOutcome
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but could be better.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Failed,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What was looked at, in a word or two.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Finding">What was found, as a sentence.</param>
/// <param name="Remedy">What to do about it; null where nothing needs doing.</param>
public sealed record NativeCheck(string Name, CheckOutcome Outcome, string Finding, string? Remedy = null);
