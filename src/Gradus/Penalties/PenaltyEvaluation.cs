using Gradus.Drivers;
using Gradus.Losses;

namespace Gradus.Penalties;

/// <summary>A penalty on numbers in double precision: its value and its gradient.</summary>
/// <remarks>The code that training uses does the work, so what is seen here is what is trained with.</remarks>
public static class PenaltyEvaluation
{
    /// <summary>The name of the one input.</summary>
    public const string Input = "parameter";

    /// <summary>An input in JSON, for help and messages.</summary>
    public const string Example = """{"parameter": [[0.5, -1], [0, 2]]}""";

    /// <summary>Evaluates a penalty. It is a sum over all weights, whatever the losses beside it are reduced by.</summary>
    /// <param name="penalty">The penalty.</param>
    /// <param name="inputs">The weights, under the name <see cref="Input"/>.</param>
    /// <exception cref="ArgumentException">There are no weights, or they are no matrix where the penalty needs one.</exception>
    public static unsafe LossEvaluation Of(IPenalty penalty, LossInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Catalog.Check(penalty);
        string name = Catalog.NameOf(penalty);
        NumberArray weights = inputs.Find(Input)
            ?? throw new ArgumentException($"{name} is a penalty: a function of weights. Give them as \"{Input}\", as in {Example}");
        if (weights.Count == 0) throw new ArgumentException("There are no weights; give at least one.");
        double[] values = weights.Values.ToArray(), gradient = new double[values.Length];
        double value = penalty switch
        {
            IElementPenalty each => OfElements(each),
            ITensorPenalty whole when weights.Shape.Count >= 2 => whole.Add<double>(
                new(values, weights.Shape[0], weights.Count / weights.Shape[0]), new(gradient, weights.Shape[0], weights.Count / weights.Shape[0])),
            ITensorPenalty => throw new ArgumentException($"{Input} holds {weights.ShapeText}; {name} looks at a weight matrix: give rows of numbers, as in {Example}"),
            _ => throw new ArgumentException($"{name} is neither an {nameof(IElementPenalty)} nor an {nameof(ITensorPenalty)}; implement one of them."),
        };
        return new(value, new([value], []), new Dictionary<string, NumberArray> { [Input] = weights.With(gradient) });

        double OfElements(IElementPenalty each)
        {
            fixed (double* θ = values, g = gradient) return PenaltyDriver.Add(each, θ, g, values.Length);
        }
    }
}
