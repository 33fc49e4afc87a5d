namespace Gradus.Losses;

/// <summary>A loss function with its parameters.</summary>
/// <remarks>What it is a function of is told by its family, one of the interfaces derived from this one.</remarks>
public interface ILoss : IMethod;
