using System.Text.Json.Serialization;
using Gradus.Minimization;

namespace Gradus.Lab.Benchmarks;

/// <summary>Where one method ended on one problem, and what that took.</summary>
/// <param name="Value">The function there.</param>
/// <param name="Gradient">The largest element of the gradient there.</param>
/// <param name="Iterations">Steps.</param>
/// <param name="Evaluations">Evaluations of the function with its gradient, or of the residuals.</param>
/// <param name="ToTheEnd">After how many of them all but 1e-8 of the way down was done.</param>
/// <param name="Products">Products with the Hessian.</param>
/// <param name="Reason">Why it stopped.</param>
public sealed record MinimizeEnd(
    double Value, double Gradient, int Iterations, int Evaluations, int ToTheEnd, int Products,
    [property: JsonConverter(typeof(JsonStringEnumConverter<StopReason>))] StopReason Reason);
