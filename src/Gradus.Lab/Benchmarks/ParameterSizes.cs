using System.Globalization;

namespace Gradus.Lab.Benchmarks;

/// <summary>A set of equal float32 parameters.</summary>
/// <param name="Count">How many parameters.</param>
/// <param name="Elements">How many elements each has.</param>
public readonly record struct ParameterSizes(int Count, int Elements)
{
    /// <summary>Many small ones, 500 × 1,000: what a step costs beyond its memory.</summary>
    public static ParameterSizes Small { get; } = new(500, 1_000);

    /// <summary>100 × 65,536 (64k): layers of a middling network.</summary>
    public static ParameterSizes Medium { get; } = new(100, 1 << 16);

    /// <summary>24 × 1,048,576 (1M): far beyond every cache, so memory decides.</summary>
    public static ParameterSizes Large { get; } = new(24, 1 << 20);

    /// <summary>The three sizes above.</summary>
    public static IReadOnlyList<ParameterSizes> All { get; } = [Small, Medium, Large];

    /// <summary>Elements in all.</summary>
    public long Total => (long)Count * Elements;

    /// <summary>For example <c>24 × 1,048,576</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} × {Elements:N0}");
}
