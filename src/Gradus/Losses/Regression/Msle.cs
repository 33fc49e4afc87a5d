using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>Squared error of logarithms: (log(1 + ŷ) − log(1 + y))²; averaged, the mean squared logarithmic error.</summary>
/// <remarks>Predictions and targets lie above −1.</remarks>
[Method("msle", "mean squared logarithmic error",
    Choose = "Positive amounts over many orders of magnitude, where being off by a factor matters and not by how much. Too low costs more than too high by the same amount.",
    Source = "Törnqvist, Vartia, Vartia 1985, How should relative changes be measured?")]
[Convention("PyTorch", "not offered")]
[Convention("Keras", "MeanSquaredLogarithmicError: the same, with numbers below 1e-7 raised to it")]
[Convention("scikit-learn", "mean_squared_log_error: the same")]
public readonly record struct Msle : IPointwiseLoss<Msle>
{
    /// <inheritdoc/>
    public ParameterRange PredictionRange => new(-1, double.PositiveInfinity, true, false);

    /// <inheritdoc/>
    public ParameterRange TargetRange => new(-1, double.PositiveInfinity, true, false);

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T> => Real.Square(T.Log1p(ŷ) - T.Log1p(y));
}
