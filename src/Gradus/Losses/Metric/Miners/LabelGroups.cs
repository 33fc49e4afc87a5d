namespace Gradus.Losses;

/// <summary>Which samples share a label.</summary>
internal sealed class LabelGroups
{
    private readonly int[] _group;
    private readonly int[][] _members;

    public LabelGroups(ReadOnlySpan<long> labels)
    {
        Dictionary<long, int> known = [];
        List<List<int>> members = [];
        _group = new int[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if (!known.TryGetValue(labels[i], out int group))
            {
                known[labels[i]] = group = members.Count;
                members.Add([]);
            }

            _group[i] = group;
            members[group].Add(i);
        }

        _members = [.. members.Select(list => list.ToArray())];
    }

    public int Count => _group.Length;

    /// <summary>For each sample, the number of its group.</summary>
    public ReadOnlySpan<int> Groups => _group;

    /// <summary>The samples with the label of one, itself included, in order.</summary>
    public ReadOnlySpan<int> Like(int sample) => _members[_group[sample]];
}
