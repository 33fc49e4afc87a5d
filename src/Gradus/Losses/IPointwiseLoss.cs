using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>A loss that compares one prediction with one target, in its visitor form.</summary>
public interface IPointwiseLoss : ILoss
{
    /// <summary>The loss of one pair.</summary>
    /// <param name="ŷ">The prediction.</param>
    /// <param name="y">The target.</param>
    T At<T>(T ŷ, T y) where T : struct, IReal<T>;

    /// <summary>The predictions that the loss is defined for; any other is refused. NaN is let through, and comes out as NaN.</summary>
    ParameterRange PredictionRange => ParameterRange.Any;

    /// <summary>The targets that the loss is defined for.</summary>
    ParameterRange TargetRange => ParameterRange.Any;

    /// <summary>Hands the loss in its own type to a visitor, so that the formula is compiled into the visitor's loop.</summary>
    void Accept<TVisitor>(TVisitor visitor) where TVisitor : struct, IPointwiseVisitor;
}

/// <summary>A pointwise loss that knows its own type. Implement this one: the rest follows from the formula.</summary>
/// <typeparam name="TSelf">The loss itself: a readonly record struct.</typeparam>
public interface IPointwiseLoss<TSelf> : IPointwiseLoss where TSelf : struct, IPointwiseLoss<TSelf>
{
    void IPointwiseLoss.Accept<TVisitor>(TVisitor visitor) => visitor.Visit((TSelf)this);
}

/// <summary>Receives a pointwise loss in its concrete type.</summary>
public interface IPointwiseVisitor
{
    /// <summary>Does what the visitor came for.</summary>
    void Visit<TLoss>(TLoss loss) where TLoss : struct, IPointwiseLoss;
}
