using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// A loss on the softmax of a row of logits: each class costs a function of its log-probability, weighted by how much
/// of the target it holds.
/// </summary>
/// <remarks>
/// L = Σ_c w_c q_c F(log p_c) with p = softmax(x), target distribution q and class weights w. The gradient is
/// ∂L/∂x_k = s [a_k F′(log p_k) − p_k Σ_c a_c F′(log p_c)] with a = w q, so that F alone defines a loss. Where a method
/// moves or scales the logits first, p = softmax(s (x + b − m e_y)) with its <see cref="Offsets"/> b and
/// <see cref="Margins"/> m.
/// </remarks>
public interface ISoftmaxLoss : ILoss
{
    /// <summary>F: what a class costs whose log-probability is given.</summary>
    T At<T>(T logProbability) where T : struct, IReal<T>;

    /// <summary>The share of every target that is spread evenly over all classes.</summary>
    double LabelSmoothing { get; }

    /// <summary>A weight for each class, or null for 1 throughout.</summary>
    IReadOnlyList<double>? ClassWeights { get; }

    /// <summary>s: what the logits are multiplied by after offsets and margins.</summary>
    double Scale => 1;

    /// <summary>b: added to the logit of each class, or null for none.</summary>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentException">The loss was made for another number of classes.</exception>
    IReadOnlyList<double>? Offsets(int classes) => null;

    /// <summary>m: what is taken off a class's logit in the rows whose target it is, or null for none.</summary>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentException">The loss was made for another number of classes.</exception>
    IReadOnlyList<double>? Margins(int classes) => null;

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
