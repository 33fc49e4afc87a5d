using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>A loss of a whole row of predictions that no softmax loss can state: margins between classes, overlaps, rankings.</summary>
public interface IRowLoss : ILoss
{
    /// <summary>The loss of one row, as a number that is the same at every place of the row.</summary>
    /// <param name="x">The predictions.</param>
    /// <param name="q">The target: its values; for a class, 1 at that class and 0 elsewhere.</param>
    T At<T>(T x, T q) where T : struct, IRow<T>;

    /// <summary>What the targets are.</summary>
    RowTarget Target { get; }

    /// <summary>The predictions that the loss is defined for; any other is refused. NaN is let through, and comes out as NaN.</summary>
    ParameterRange PredictionRange => ParameterRange.Any;

    /// <summary>The target values that the loss is defined for.</summary>
    ParameterRange TargetRange => ParameterRange.Any;

    /// <summary>How much a row counts by its target class, in the mean as well; or null for 1 throughout.</summary>
    IReadOnlyList<double>? ClassWeights => null;

    /// <summary>Rows with this class index as their target count for nothing.</summary>
    int IgnoreIndex => -100;
}

/// <summary>What the target of a row is.</summary>
public enum RowTarget
{
    /// <summary>A class index.</summary>
    Class,

    /// <summary>A number for each prediction: a distribution, a mask, a relevance.</summary>
    Values,

    /// <summary>Either of the two.</summary>
    ClassOrValues,
}
