using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>A loss of a prediction that says how sure it is of itself: it comes with a variance, which is learnt too.</summary>
public interface IVarianceLoss : ILoss
{
    /// <summary>The loss of one prediction.</summary>
    /// <param name="ŷ">The prediction.</param>
    /// <param name="y">The target.</param>
    /// <param name="variance">The variance that was predicted, in units of the target squared.</param>
    T At<T>(T ŷ, T y, T variance) where T : struct, IReal<T>;

    /// <summary>The variances that the loss is defined for.</summary>
    ParameterRange VarianceRange => new(0, double.PositiveInfinity, false, false);

    /// <summary>Hands the loss in its own type to a visitor.</summary>
    void Accept<TVisitor>(TVisitor visitor) where TVisitor : struct, IVarianceVisitor;
}

/// <summary>A loss with a variance that knows its own type. Implement this one.</summary>
/// <typeparam name="TSelf">The loss itself: a readonly record struct.</typeparam>
public interface IVarianceLoss<TSelf> : IVarianceLoss where TSelf : struct, IVarianceLoss<TSelf>
{
    void IVarianceLoss.Accept<TVisitor>(TVisitor visitor) => visitor.Visit((TSelf)this);
}

/// <summary>Receives a loss with a variance in its concrete type.</summary>
public interface IVarianceVisitor
{
    /// <summary>Does what the visitor came for.</summary>
    void Visit<TLoss>(TLoss loss) where TLoss : struct, IVarianceLoss;
}
