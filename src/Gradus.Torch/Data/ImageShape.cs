namespace Gradus.Torch.Data;

/// <summary>The shape of one image, stored channel by channel, row by row.</summary>
/// <param name="Channels">Colour planes: 1 for grey, 3 for red, green, blue.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Values in one channel.</summary>
    public int Plane => Height * Width;

    /// <summary>Values in the image: channels × height × width.</summary>
    public int Size => Channels * Height * Width;

    /// <summary>For example <c>1×28×28</c>.</summary>
    public override string ToString() => $"{Channels}×{Height}×{Width}";
}
