using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>log cosh r with r = ŷ − y: ½r² for small errors, |r| − log 2 for large ones, and smooth in between.</summary>
/// <remarks>cosh itself is never formed: |r| + log(1 + e^(−2|r|)) − log 2 is finite for errors of any size. Its slope is tanh r.</remarks>
[Method("logCosh", "a smooth bend between squared and absolute error",
    Choose = "Regression where Huber's robustness is wanted with a curvature that never jumps, as second-order methods and boosting need it. Scale the targets so that ordinary errors are near 1.",
    Source = "Green 1990, Bayesian reconstructions from emission tomography data using a modified EM algorithm")]
[Convention("PyTorch", "not offered")]
[Convention("Keras", "LogCosh: the same")]
[Convention("Optax", "log_cosh: the same")]
public readonly record struct LogCosh : IPointwiseLoss<LogCosh>
{
    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T>
    {
        T r = T.Abs(ŷ - y);
        return r + T.Log1p(T.Exp(-(T.Two * r))) - T.Parameter(Math.Log(2), "log 2");
    }
}
