using Gradus.Algebra;

namespace Gradus.Penalties;

/// <summary>A cost of the weights themselves, added to the loss of the predictions.</summary>
/// <remarks>
/// It is one of two families: <see cref="IElementPenalty"/> treats each weight alone, <see cref="ITensorPenalty"/> looks
/// at a whole weight matrix.
/// </remarks>
public interface IPenalty : IMethod
{
    /// <summary>λ: the factor of the penalty.</summary>
    double Strength { get; }

    /// <summary>Which parameters of a model it is meant for.</summary>
    PenaltyScope On => PenaltyScope.Weights;

    /// <summary>
    /// Whether it acts by a proximal step after the optimizer's step instead of through the gradient.
    /// </summary>
    bool Proximal => false;
}

/// <summary>Which parameters of a model a penalty is meant for.</summary>
public enum PenaltyScope
{
    /// <summary>Those with two or more dimensions: the weights of layers, but neither biases nor the scales of norms.</summary>
    Weights,

    /// <summary>Every parameter.</summary>
    All,
}

/// <summary>A penalty that is a sum over single weights.</summary>
public interface IElementPenalty : IPenalty
{
    /// <summary>The penalty of one weight.</summary>
    T At<T>(T θ) where T : struct, IReal<T>;

    /// <summary>
    /// The proximal operator: the x that minimises ½(x − z)² + step·At(x). Asked for only where
    /// <see cref="IPenalty.Proximal"/> is true.
    /// </summary>
    /// <param name="z">The weight after the optimizer's step.</param>
    /// <param name="step">The rate of that step.</param>
    T Prox<T>(T z, T step) where T : struct, IReal<T>;

    /// <summary>Hands the penalty in its own type to a visitor, so that the formula is compiled into the visitor's loop.</summary>
    void Accept<TVisitor>(TVisitor visitor) where TVisitor : struct, IPenaltyVisitor;
}

/// <summary>An element penalty that knows its own type. Implement this one: the rest follows from the formula.</summary>
/// <typeparam name="TSelf">The penalty itself: a readonly record struct.</typeparam>
public interface IElementPenalty<TSelf> : IElementPenalty where TSelf : struct, IElementPenalty<TSelf>
{
    void IElementPenalty.Accept<TVisitor>(TVisitor visitor) => visitor.Visit((TSelf)this);
}

/// <summary>Receives an element penalty in its concrete type.</summary>
public interface IPenaltyVisitor
{
    /// <summary>Does what the visitor came for.</summary>
    void Visit<TPenalty>(TPenalty penalty) where TPenalty : struct, IElementPenalty;
}
