namespace Gradus.Cli;

/// <summary>The command cannot be meant as it was given. The message says what was given, what was expected and what to do.</summary>
internal sealed class UsageException : Exception
{
    public UsageException(string message) : base(message)
    {
    }

    /// <summary>What the library said of an argument, without the name that only its code knows.</summary>
    public UsageException(ArgumentException cause) : base(Sentence(cause), cause)
    {
    }

    /// <summary>Runs a door of the library that documents what arguments it refuses.</summary>
    public static T Of<T>(Func<T> door)
    {
        try
        {
            return door();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e);
        }
    }

    private static string Sentence(ArgumentException cause)
    {
        int end = cause.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? cause.Message : cause.Message[..end];
    }
}
