namespace Gradus.Losses;

/// <summary>How the losses of the elements, or rows, become one number.</summary>
public enum Reduction
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They stay apart.</summary>
    None,
}
