namespace Gradus.Torch.Optimizers;

/// <summary>How an optimizer step reaches its parameters.</summary>
public enum StepPath
{
    /// <summary>Fused over CPU memory where possible, TorchScript elsewhere.</summary>
    Automatic,

    /// <summary>TorchScript for all parameters, as on a GPU.</summary>
    Script,

    /// <summary>One element at a time over CPU memory: the reference.</summary>
    Scalar,
}
