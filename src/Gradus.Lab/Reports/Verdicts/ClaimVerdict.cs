using System.Text.Json.Serialization;

namespace Gradus.Lab.Reports.Verdicts;

/// <summary>How a claim stands against the measurements.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    /// <summary>The measurements neither bear it out nor contradict it.</summary>
    Undecided,

    /// <summary>Every part of it was measured, by more than the scatter over seeds.</summary>
    Supported,

    /// <summary>At least one part was measured the other way round, by more than the scatter over seeds.</summary>
    Refuted,
}

/// <summary>One part of a claim, and what was measured about it.</summary>
/// <param name="Statement">The part, in words.</param>
/// <param name="Outcome">The verdict.</param>
/// <param name="Evidence">The numbers behind it, one sentence each.</param>
public sealed record ClaimVerdict(string Statement, Outcome Outcome, IReadOnlyList<string> Evidence)
{
    /// <summary>The verdict in words.</summary>
    public string Verdict => Outcome switch
    {
        Outcome.Supported => "supported",
        Outcome.Refuted => "refuted",
        _ => "not decided by this run",
    };
}
