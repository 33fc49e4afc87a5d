using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gradus.Torch.Training;

/// <summary>One part of what a step minimised.</summary>
/// <param name="Name">The term of the recipe: <c>0.7*focal(gamma=2)</c>, <c>l2(1e-4)</c>.</param>
/// <param name="Value">Its value, weight included.</param>
public sealed record LossPart(string Name, double Value);

/// <summary>Parts as one JSON object: <c>{"0.7*focal(gamma=2)": 0.31, "l2(1e-4)": 0.02}</c>.</summary>
public sealed class LossPartsConverter : JsonConverter<ValueList<LossPart>>
{
    /// <inheritdoc/>
    public override ValueList<LossPart>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("The parts of a loss are an object of numbers by name.");
        List<LossPart> parts = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            parts.Add(new(name, reader.TokenType == JsonTokenType.String
                ? double.Parse(reader.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
                : reader.GetDouble()));
        }

        return ValueList.Of(parts);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ValueList<LossPart> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        foreach (LossPart part in value)
        {
            writer.WritePropertyName(part.Name);
            if (double.IsFinite(part.Value)) writer.WriteNumberValue(part.Value);
            else writer.WriteStringValue(part.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        writer.WriteEndObject();
    }
}
