using Gradus.Algebra;
using Gradus.Losses;
using Gradus.Torch.Losses;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

/// <summary>Softmax losses that scale their logits, add offsets and take margins off.</summary>
public class MovedLogitsTests
{
    private const int Classes = 5;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void TorchSharp_finds_the_same_when_the_logits_are_moved_for_it(bool script, bool spread)
    {
        using IDisposable scope = NewDisposeScope();
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            Tensor x = Samples.Predictions([7, Classes, 2], ScalarType.Float64);
            Tensor y = spread ? nn.functional.softmax(Samples.Predictions([7, Classes, 2], ScalarType.Float64, 3), 1) : Samples.Classes(Classes, 7, 2);
            Tensor q = spread ? y : nn.functional.one_hot(y, Classes).to(ScalarType.Float64).movedim([-1], [1]);
            Tensor offsets = tensor(new Moving().Offsets(Classes)!.ToArray()).view(1, Classes, 1), margins = tensor(new Moving().Margins(Classes)!.ToArray()).view(1, Classes, 1);
            nn.Reduction theirs = reduction switch { Reduction.Mean => nn.Reduction.Mean, Reduction.Sum => nn.Reduction.Sum, _ => nn.Reduction.None };
            (Tensor value, Tensor gradient) = Samples.Run(p => new TorchLoss(new Moving(), reduction) { Script = script }.forward(p, y), x);
            (Tensor value2, Tensor gradient2) = Samples.Run(p => nn.functional.cross_entropy((p + offsets - q * margins) * tensor(3.0), y, reduction: theirs), x);
            Near.Equal(value2, value, 1e-13);
            Near.Equal(gradient2, gradient, 1e-13);
        }
    }

    private readonly record struct Moving : ISoftmaxLoss<Moving>
    {
        public double LabelSmoothing => 0;

        public IReadOnlyList<double>? ClassWeights => null;

        public int IgnoreIndex => -100;

        public double Scale => 3;

        public IReadOnlyList<double>? Offsets(int classes) => [-1, 0.5, 0, 2, -0.25];

        public IReadOnlyList<double>? Margins(int classes) => [0.5, 0.25, 1, 0, 0.125];

        public T At<T>(T logProbability) where T : struct, IReal<T> => -logProbability;
    }
}
