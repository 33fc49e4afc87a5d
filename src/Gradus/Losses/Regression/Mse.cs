using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>Squared error (ŷ − y)²; averaged, the mean squared error. Gauss (1809).</summary>
[Method("mse", "mean squared error",
    Choose = "Regression with roughly Gaussian noise, or where a large error is itself the signal: errors count by their square, so outliers dominate.",
    Source = "Gauss 1809, Theoria motus §179")]
[Convention("PyTorch", "MSELoss: the same, without the factor ½ that many texts put in front")]
[Convention("Keras", "MeanSquaredError: the same")]
[Convention("Optax", "squared_error: the same; l2_loss is half of it")]
public readonly record struct Mse : IPointwiseLoss<Mse>
{
    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T> => Real.Square(ŷ - y);
}
