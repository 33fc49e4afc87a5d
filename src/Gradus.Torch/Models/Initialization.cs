using System.Runtime.InteropServices;
using Gradus.Torch.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Torch.Models;

/// <summary>Initial weights as a function of a seed alone.</summary>
/// <remarks>
/// libtorch's random state is one for the whole process: runs that train side by side would draw from it in turns, and
/// begin with weights that depend on each other. Here every parameter has a stream of its own.
/// </remarks>
public static class Initialization
{
    /// <summary>
    /// Draws weights and biases of linear and convolutional layers uniformly from ±1/√fan-in, PyTorch's default (Kaiming
    /// uniform with a = √5; He et al. 2015, eq. 14). One-dimensional parameters without a weight beside them stay.
    /// </summary>
    /// <param name="model">A model in float32 on the CPU.</param>
    /// <param name="seed">The seed.</param>
    public static void Reset(nn.Module model, long seed)
    {
        ArgumentNullException.ThrowIfNull(model);
        (string Name, Parameter Parameter)[] all = [.. model.named_parameters()];
        for (int i = 0; i < all.Length; i++)
        {
            int dot = all[i].Name.LastIndexOf('.');
            string weight = string.Concat(all[i].Name.AsSpan(0, dot + 1), "weight");
            Parameter? beside = all.FirstOrDefault(named => named.Name == weight && named.Parameter.dim() > 1).Parameter;
            if (beside is not null) Fill(all[i].Parameter, FanIn(beside), SeededRandom.At(seed, i));
        }
    }

    private static long FanIn(Parameter weight) => weight.numel() / weight.shape[0];

    private static void Fill(Parameter parameter, long fanIn, SeededRandom random)
    {
        double bound = 1 / Math.Sqrt(fanIn);
        foreach (ref float value in MemoryMarshal.Cast<byte, float>(parameter.bytes)) value = (float)random.Between(-bound, bound);
    }
}
