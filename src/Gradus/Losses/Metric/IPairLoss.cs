using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>A loss of how far apart two embeddings are that should be close, or should not, in its visitor form.</summary>
public interface IPairLoss : ITupleLoss
{
    /// <summary>The loss of one pair.</summary>
    /// <param name="d">The distance.</param>
    /// <param name="y">1 for a similar pair, 0 for a dissimilar one.</param>
    T At<T>(T d, T y) where T : struct, IReal<T>;

    /// <summary>Whether dissimilar pairs are marked with −1 in an input named target, instead of 0 in one named similar.</summary>
    bool SignedTarget => false;
}

/// <summary>A pair loss that knows its own type. Implement this one.</summary>
/// <typeparam name="TSelf">The loss itself.</typeparam>
public interface IPairLoss<TSelf> : IPairLoss where TSelf : struct, IPairLoss<TSelf>
{
    IPointwiseLoss ITupleLoss.Formula => new PairFormula<TSelf>((TSelf)this);
}
