using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>A loss of an anchor's distances to something like it and to something unlike it, in its visitor form.</summary>
public interface ITripletLoss : ITupleLoss
{
    /// <summary>The loss of one triplet.</summary>
    /// <param name="dPositive">The distance from the anchor to the positive.</param>
    /// <param name="dNegative">The distance from the anchor to the negative.</param>
    T At<T>(T dPositive, T dNegative) where T : struct, IReal<T>;
}

/// <summary>A triplet loss that knows its own type. Implement this one.</summary>
/// <typeparam name="TSelf">The loss itself.</typeparam>
public interface ITripletLoss<TSelf> : ITripletLoss where TSelf : struct, ITripletLoss<TSelf>
{
    IPointwiseLoss ITupleLoss.Formula => new TripletFormula<TSelf>((TSelf)this);
}
