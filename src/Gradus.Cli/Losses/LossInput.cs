using System.Text.Json;
using Gradus.Losses;

namespace Gradus.Cli.Losses;

/// <summary>Predictions and targets, as <c>{"prediction": …, "target": …}</c> gives them.</summary>
internal sealed record LossInput(NumberArray Prediction, NumberArray Target)
{
    /// <summary>What an input looks like.</summary>
    public const string Example = """{"prediction": [2, 3, -20], "target": [0, 0, 0]}""";

    /// <summary>What an input for rows of logits looks like.</summary>
    public const string RowsExample = """{"prediction": [[2, 0.5, -1], [0, 1, 3]], "target": [0, 2]}""";

    /// <summary>Reads an input.</summary>
    /// <exception cref="UsageException">The text is no such input.</exception>
    public static LossInput Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            return new(Part(document.RootElement, "prediction"), Part(document.RootElement, "target"));
        }
        catch (JsonException e)
        {
            string hint = text.Contains("NaN", StringComparison.Ordinal) || text.Contains("Infinity", StringComparison.Ordinal)
                ? " NaN and the infinities stand between quotes in JSON: \"NaN\"."
                : "";
            throw new UsageException($"The input is not JSON at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}.{hint} Expected something like {Example}");
        }
    }

    /// <summary>Value and gradient of one loss on this input.</summary>
    /// <exception cref="UsageException">The shapes do not fit the loss.</exception>
    public LossEvaluation Evaluate(ILoss loss, Reduction reduction) => UsageException.Of(() => loss switch
    {
        IPointwiseLoss pointwise => OfPairs(pointwise, reduction),
        ISoftmaxLoss softmax => OfRows(softmax, reduction),
        _ => throw new UsageException($"{Notation.Print(loss)} cannot be evaluated on plain numbers."),
    });

    /// <summary>The same input with one prediction moved.</summary>
    public LossInput Move(int index, double by)
    {
        double[] moved = [.. Prediction.Values];
        moved[index] += by;
        return this with { Prediction = Prediction with { Values = moved } };
    }

    private LossEvaluation OfPairs(IPointwiseLoss loss, Reduction reduction) => Prediction.Shape.AsSpan().SequenceEqual(Target.Shape)
        ? LossEvaluation.OfPairs(loss, Prediction.Values, Target.Values, reduction)
        : throw new UsageException(
            $"prediction holds {Prediction.ShapeText}, target {Target.ShapeText}; {Notation.Print(loss)} compares them one by one, so give both the same shape.");

    private LossEvaluation OfRows(ISoftmaxLoss loss, Reduction reduction)
    {
        int[] shape = Prediction.Shape;
        if (shape.Length is not (1 or 2))
        {
            throw new UsageException($"prediction holds {Prediction.ShapeText}; {Notation.Print(loss)} needs one row of logits per sample: {RowsExample}");
        }

        int classes = shape[^1];
        if (Target.Shape.AsSpan().SequenceEqual(shape)) return LossEvaluation.OfRows(loss, Prediction.Values, classes, Target.Values, reduction);
        if (Target.Shape.AsSpan().SequenceEqual(shape.AsSpan()[..^1])) return LossEvaluation.OfRows(loss, Prediction.Values, classes, Classes(), reduction);
        throw new UsageException(
            $"prediction holds {Prediction.ShapeText}, target {Target.ShapeText}; {Notation.Print(loss)} needs one class per row of logits, as in {RowsExample}, or a distribution of the predictions' shape.");
    }

    private long[] Classes() => [.. Target.Values.Select((value, i) => double.IsInteger(value) && Math.Abs(value) < 1e15
        ? (long)value
        : throw new UsageException($"{Target.Place(i)} is {Say.Number(value)}, expected a class: a whole number from 0 to {Prediction.Shape[^1] - 1}."))];

    private static NumberArray Part(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement part)
            ? NumberArray.Read(name, part)
            : throw new UsageException($"The input has no \"{name}\". Expected something like {Example}");
}
