namespace Gradus.Tests.Drivers;

internal static class Near
{
    /// <summary>Equal up to a share of 1 + |expected|, element by element.</summary>
    public static void Equal(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance, string of = "")
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            double distance = Math.Abs(expected[i] - actual[i]) / (1 + Math.Abs(expected[i]));
            Assert.True(expected[i].Equals(actual[i]) || distance <= tolerance, $"{of} [{i}]: {expected[i]:g9} expected, {actual[i]:g9} found");
        }
    }
}
