namespace Gradus.Losses;

/// <summary>Labels that name a proxy.</summary>
public static class ProxyLabels
{
    /// <summary>Refuses labels that name none, but for those of embeddings of weight 0.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="proxies">How many proxies there are.</param>
    /// <param name="weights">A weight for each embedding; empty for 1 throughout.</param>
    /// <exception cref="ArgumentException">A label is negative or too large; the message names the first.</exception>
    public static void Check(ReadOnlySpan<long> labels, long proxies, ReadOnlySpan<double> weights = default)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((labels[i] < 0 || labels[i] >= proxies) && (weights.IsEmpty || weights[i] != 0))
            {
                throw new ArgumentException($"Row {i} has label {labels[i]}, but there are {proxies} proxies (0 to {proxies - 1}); correct the label, or give one proxy for each class.");
            }
        }
    }
}
