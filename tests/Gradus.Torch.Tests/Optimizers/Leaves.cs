using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Tests.Optimizers;

/// <summary>Parameters and gradients with numbers that depend on a seed only, and not on libtorch's random state.</summary>
internal static class Leaves
{
    public static Parameter[] Of(ScalarType type, params long[][] shapes) =>
        [.. shapes.Select((shape, i) => new Parameter(Numbers(shape, 1000 + i, type)))];

    public static void Give(IReadOnlyList<Parameter> parameters, int seed)
    {
        for (int i = 0; i < parameters.Count; i++) parameters[i].grad = Numbers(parameters[i].shape, 31 * seed + i, parameters[i].dtype);
    }

    /// <summary>Numbers between −1 and 1.</summary>
    public static Tensor Numbers(long[] shape, int seed, ScalarType type)
    {
        double[] numbers = new double[shape.Aggregate(1L, (product, size) => product * size)];
        SplitMix64 random = new((ulong)seed);
        for (int i = 0; i < numbers.Length; i++) numbers[i] = 2 * random.NextUniform() - 1;
        using Tensor flat = tensor(numbers, dtype: ScalarType.Float64);
        return flat.reshape(shape).to(type);
    }
}
