namespace Gradus.Lab.Reports;

/// <summary>The network every contestant trained.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Parameters">Number of trained parameters.</param>
public sealed record ModelFacts(string Name, long Parameters);
