namespace Gradus.Torch.Native;

/// <summary>
/// libtorch, the native library behind TorchSharp, cannot be loaded. The message says what is missing and what to add.
/// </summary>
public sealed class TorchUnavailableException : Exception
{
    /// <summary>Creates the exception with a message of its type's name.</summary>
    public TorchUnavailableException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing and how to mend it.</param>
    public TorchUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing and how to mend it.</param>
    /// <param name="innerException">What the runtime said.</param>
    public TorchUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
