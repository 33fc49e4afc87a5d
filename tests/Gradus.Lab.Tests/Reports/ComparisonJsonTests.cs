using System.Text.Json;

using FsCheck.Xunit;

using Gradus.Lab.Reports;

namespace Gradus.Lab.Tests.Reports;

public sealed class ComparisonJsonTests
{
    [Fact]
    public void Json_round_trips_exactly()
    {
        string once = ComparisonJson.Write(SampleComparison.Of());
        Assert.Equal(once, ComparisonJson.Write(ComparisonJson.Read(once)));
    }

    [Property]
    public bool Every_double_reads_back_bit_for_bit(double value)
    {
        Comparison read = ComparisonJson.Read(ComparisonJson.Write(SampleComparison.Of(1, 1, 1) with { GridSeconds = value }));
        return BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(read.GridSeconds)
            || (double.IsNaN(value) && double.IsNaN(read.GridSeconds));
    }

    [Fact]
    public void Numbers_that_are_none_are_the_strings_NaN_Infinity_and_minus_Infinity()
    {
        string json = ComparisonJson.Write(SampleComparison.Of() with
        {
            GridSeconds = double.NaN,
            ConfirmationSeconds = double.PositiveInfinity,
            Plan = SampleComparison.Of().Plan with { TargetAccuracy = double.NegativeInfinity },
        });
        using var document = JsonDocument.Parse(json);
        Assert.Equal("NaN", document.RootElement.GetProperty("gridSeconds").GetString());
        Assert.Equal("Infinity", document.RootElement.GetProperty("confirmationSeconds").GetString());
        Assert.Equal("-Infinity", document.RootElement.GetProperty("plan").GetProperty("targetAccuracy").GetString());
    }

    [Fact]
    public void A_document_that_is_no_comparison_is_refused() =>
        Assert.Throws<JsonException>(() => ComparisonJson.Read("null"));
}
