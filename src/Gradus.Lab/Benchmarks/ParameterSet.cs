using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Lab.Benchmarks;

/// <summary>Parameters with gradients, the same numbers for every contestant, in memory of their own.</summary>
internal sealed class ParameterSet : IDisposable
{
    private const double TypicalGradient = 0.01;

    public ParameterSet(ParameterSizes sizes) : this([.. Enumerable.Repeat<long[]>([sizes.Elements], sizes.Count)])
    {
    }

    public ParameterSet(IReadOnlyList<long[]> shapes)
    {
        using Generator generator = new(seed: 1);
        Parameters = new Parameter[shapes.Count];
        Gradients = new Tensor[shapes.Count];
        for (int i = 0; i < shapes.Count; i++)
        {
            Parameters[i] = new(randn(shapes[i], generator: generator));
            using Tensor gradient = randn(shapes[i], generator: generator);
            gradient.mul_(TypicalGradient);
            Parameters[i].grad = gradient;
            Gradients[i] = Parameters[i].grad!;
        }
    }

    public Parameter[] Parameters { get; }

    /// <summary>Handles to the parameters' <c>.grad</c>.</summary>
    public Tensor[] Gradients { get; }

    /// <summary>As many tensors of zeros, in the parameters' shape.</summary>
    public Tensor[] Zeros() => [.. Parameters.Select(parameter => zeros(parameter.shape))];

    /// <summary>
    /// Adds the gradient of Σ tanh(θ)·c to the gradients, for a c so small that it does not matter: what counts is the
    /// memory that such a pass takes and gives back, as training does.
    /// </summary>
    public void Backward()
    {
        const double Negligible = 1e-9;
        using IDisposable scope = NewDisposeScope();
        Tensor loss = zeros(1);
        foreach (Parameter parameter in Parameters) loss += parameter.tanh().sum() * Negligible;
        loss.backward();
    }

    public void Dispose()
    {
        foreach (Tensor gradient in Gradients) gradient.Dispose();
        foreach (Parameter parameter in Parameters) parameter.Dispose();
    }
}
