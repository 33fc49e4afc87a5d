namespace Gradus.Optimizers;

/// <summary>A wrapper with a second copy of the weights that follows them: ā ← ā + w(θ − ā).</summary>
public abstract record TrailingWrapper : Wrapper
{
    /// <summary>Whether the copy, rather than the weights, is the model to evaluate and keep.</summary>
    public abstract bool IsAverage { get; }

    /// <summary>How the copy follows in a step.</summary>
    /// <param name="step">The step, from 1.</param>
    public abstract Trail At(long step);

    /// <summary>The step from which the copy follows as it does to the end.</summary>
    internal virtual long Settled => 1;

    internal override string? Complaint(ElementwiseOptimizer rule, int place)
    {
        if (IsAverage && rule is IAveragingOptimizer) return $"{Catalog.NameOf(rule)} averages the weights itself";
        for (int i = 0; i < place; i++)
        {
            if (rule.Wrappers[i] is TrailingWrapper other && other.IsAverage == IsAverage)
            {
                return IsAverage ? "one average of the weights is enough: keep either ema or swa" : "one lookahead is enough";
            }
        }

        return null;
    }
}

/// <summary>How a copy of the weights follows them in one step.</summary>
/// <param name="Weight">w in ā ← ā + w(θ − ā); 0 where the copy rests.</param>
/// <param name="PullsBack">Whether the weights then return to the copy.</param>
public readonly record struct Trail(double Weight, bool PullsBack = false)
{
    /// <summary>What w is called in a printed formula.</summary>
    public string Name { get => field ?? "w"; init; }

    /// <summary>Whether the copy must be read or written at all.</summary>
    public bool IsAtRest => Weight == 0 && !PullsBack;
}
