namespace Gradus.Minimization.Problems;

/// <summary>The numbers of variables that a problem can have.</summary>
internal static class Size
{
    /// <summary>The number itself, or a refusal.</summary>
    public static int Check(int variables, int least = 1, int most = int.MaxValue, int multipleOf = 1)
    {
        if (variables >= least && variables <= most && variables % multipleOf == 0) return variables;
        string expected = most < int.MaxValue ? $"from {least} to {most}" : multipleOf > 1 ? $"a multiple of {multipleOf}" : $"at least {least}";
        throw new ArgumentException($"The problem was given {variables} variables; their number must be {expected}.");
    }
}
