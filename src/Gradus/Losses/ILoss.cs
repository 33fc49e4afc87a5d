using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>A loss function with its parameters.</summary>
public interface ILoss : IMethod;

/// <summary>A loss that compares one prediction with one target, in its visitor form.</summary>
public interface IPointwiseLoss : ILoss
{
    /// <summary>The loss of one pair.</summary>
    /// <param name="ŷ">The prediction.</param>
    /// <param name="y">The target.</param>
    T At<T>(T ŷ, T y) where T : struct, IReal<T>;

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

/// <summary>
/// A loss on the softmax of a row of logits: each class costs a function of its log-probability, weighted by how much
/// of the target it holds.
/// </summary>
/// <remarks>
/// L = Σ_c w_c q_c F(log p_c) with p = softmax(x), target distribution q and class weights w. The gradient is
/// ∂L/∂x_k = a_k F′(log p_k) − p_k Σ_c a_c F′(log p_c) with a = w q, so that F alone defines a loss.
/// </remarks>
public interface ISoftmaxLoss : ILoss
{
    /// <summary>F: what a class costs whose log-probability is given.</summary>
    T At<T>(T logProbability) where T : struct, IReal<T>;

    /// <summary>The share of every target that is spread evenly over all classes.</summary>
    double LabelSmoothing { get; }

    /// <summary>A weight for each class, or null for 1 throughout.</summary>
    IReadOnlyList<double>? ClassWeights { get; }

    /// <summary>Rows with this class index as their target count for nothing.</summary>
    int IgnoreIndex { get; }

    /// <summary>Hands the loss in its own type to a visitor.</summary>
    void Accept<TVisitor>(TVisitor visitor) where TVisitor : struct, ISoftmaxVisitor;
}

/// <summary>A softmax loss that knows its own type. Implement this one.</summary>
/// <typeparam name="TSelf">The loss itself.</typeparam>
public interface ISoftmaxLoss<TSelf> : ISoftmaxLoss where TSelf : struct, ISoftmaxLoss<TSelf>
{
    void ISoftmaxLoss.Accept<TVisitor>(TVisitor visitor) => visitor.Visit((TSelf)this);
}

/// <summary>Receives a softmax loss in its concrete type.</summary>
public interface ISoftmaxVisitor
{
    /// <summary>Does what the visitor came for.</summary>
    void Visit<TLoss>(TLoss loss) where TLoss : struct, ISoftmaxLoss;
}

/// <summary>How the losses of the elements, or rows, become one number.</summary>
public enum Reduction
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They stay apart.</summary>
    None,
}
