namespace Gradus;

/// <summary>A method whose hyperparameters depend on one another, beyond the range that each of them has.</summary>
public interface IChecked : IMethod
{
    /// <summary>What is wrong with this combination of hyperparameters, and how to mend it; null where nothing is.</summary>
    string? Complaint { get; }
}
