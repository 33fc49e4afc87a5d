using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// An optimizer whose update looks at a tensor as a whole, as a matrix: rows by the first dimension, columns by all the
/// others. It runs in any interpreter of <see cref="IMatrix{M}"/>.
/// </summary>
/// <param name="Lr">The base learning rate η.</param>
public abstract record TensorOptimizer(double Lr) : Optimizer(Lr)
{
    /// <summary>What the rule remembers of a parameter: matrices, all of them zeros before the first step.</summary>
    /// <param name="shape">The shape of the parameter.</param>
    public abstract IReadOnlyList<TensorSlot> Slots(TensorShape shape);

    /// <summary>Takes one step.</summary>
    /// <typeparam name="M">The interpreter.</typeparam>
    /// <param name="at">Which step of this parameter, and at which rate.</param>
    /// <param name="shape">The shape of the parameter.</param>
    /// <param name="θ">The parameter.</param>
    /// <param name="g">Its gradient.</param>
    /// <param name="s">What the rule remembers, replaced by its new value.</param>
    /// <returns>The new parameter.</returns>
    public abstract M Step<M>(StepContext at, TensorShape shape, M θ, M g, TensorState<M> s) where M : struct, IMatrix<M>;

    /// <summary>The step whose update is printed: one that is like those after it.</summary>
    internal virtual long PrintedStep => 2;

    internal sealed override IReadOnlyList<string> Print(FormulaStyle style) => TensorFormula.Print(this, style);

    internal sealed override Walk Walk(Surfaces.Point start) => new TensorWalk(this, start);
}
