namespace Gradus.Metadata;

/// <summary>Guesses which name was meant.</summary>
public static class Spelling
{
    /// <summary>The names that are nearest to a misspelt one, best first; none where all are far.</summary>
    public static IReadOnlyList<string> Nearest(string name, IEnumerable<string> known)
    {
        string given = name.Length > 40 ? name[..40].ToLowerInvariant() : name.ToLowerInvariant();
        int limit = Math.Max(1, given.Length / 3);
        return
        [
            .. known.Select(candidate => (candidate, Distance: Distance(given, candidate.ToLowerInvariant())))
                .Where(pair => pair.Distance <= limit || Begins(pair.candidate, given))
                .OrderBy(pair => pair.Distance)
                .ThenBy(pair => Math.Abs(pair.candidate.Length - given.Length))
                .Select(pair => pair.candidate)
                .Distinct()
                .Take(3),
        ];
    }

    /// <summary>" Did you mean adam or adamw?", or everything there is where nothing is near.</summary>
    public static string Offer(string name, IReadOnlyCollection<string> known)
    {
        IReadOnlyList<string> near = Nearest(name, known);
        return near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}?"
            : known.Count > 0 ? $"There is: {string.Join(", ", known)}." : "";
    }

    private static bool Begins(string candidate, string given) =>
        Math.Min(given.Length, candidate.Length) >= 3
        && (candidate.StartsWith(given, StringComparison.OrdinalIgnoreCase) || given.StartsWith(candidate, StringComparison.OrdinalIgnoreCase));

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.</summary>
    private static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                int replaced = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replaced, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (swapped) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
