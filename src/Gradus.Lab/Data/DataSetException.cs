namespace Gradus.Lab.Data;

/// <summary>A data set cannot be read or fetched. The message is one sentence: what was met, what was expected, what to do.</summary>
public sealed class DataSetException : Exception
{
    public DataSetException(string message)
        : base(message)
    {
    }

    public DataSetException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
