using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// An optimizer that trains at one point and is to be judged at another: while it runs, the parameter stands where the
/// gradient is taken; the model to evaluate, keep and deploy is a running average, which this computes.
/// </summary>
public interface IAveragingOptimizer
{
    /// <summary>The averaged parameter, after at least one step.</summary>
    /// <typeparam name="T">The interpreter.</typeparam>
    /// <typeparam name="TState">The state of the optimizer's own rule.</typeparam>
    /// <param name="θ">The parameter as training left it.</param>
    /// <param name="s">Its state.</param>
    T Average<T, TState>(T θ, TState s) where T : struct, IReal<T> where TState : struct, IState<TState, T>;
}
