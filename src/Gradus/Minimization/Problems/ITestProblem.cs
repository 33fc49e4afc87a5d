namespace Gradus.Minimization.Problems;

/// <summary>A sum of squares with a standard start and a published minimum.</summary>
public interface ITestProblem : IResiduals
{
    /// <summary>Its number in Moré, Garbow, Hillstrom (1981).</summary>
    int Number { get; }

    /// <summary>Its name there.</summary>
    string Name { get; }

    /// <summary>The standard start; as many numbers as the problem has variables.</summary>
    double[] Start { get; }

    /// <summary>The published minima of Σ rᵢ², the lowest first; none where none is published for as many variables.</summary>
    IReadOnlyList<double> Minima { get; }
}
