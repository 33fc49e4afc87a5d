// Fits a line through points with outliers, with TorchSharp's own training loop: only the optimizer and the loss are
// Gradus's. Run it with: dotnet run samples/fit.cs
#:project ../src/Gradus.Torch/Gradus.Torch.csproj
#:package libtorch-cpu-linux-x64

using Gradus.Losses;
using Gradus.Optimizers;
using Gradus.Torch.Losses;
using Gradus.Torch.Native;
using Gradus.Torch.Optimizers;
using static TorchSharp.torch;

TorchNatives.EnsureLoaded();
random.manual_seed(1);

Tensor x = linspace(-1, 1, 200).unsqueeze(1);
Tensor y = 3 * x + 0.5 + 0.1 * randn_like(x);
y[TensorIndex.Slice(0, 20)] = 8;

foreach (ILoss chosen in new ILoss[] { new Mse(), new Huber(0.2) })
{
    using nn.Module<Tensor, Tensor> line = nn.Linear(1, 1);
    using TorchOptimizer optimizer = new(line, new AdamW(Lr: 0.05, WeightDecay: 0));
    using TorchLoss loss = new(chosen);
    for (int step = 0; step < 500; step++)
    {
        optimizer.zero_grad();
        using Tensor value = loss.forward(line.forward(x), y);
        value.backward();
        optimizer.step();
    }

    float slope = line.parameters().First().item<float>(), offset = line.parameters().Last().item<float>();
    Console.WriteLine($"{Gradus.Notation.Print(chosen),-16} y = {slope:F2} x + {offset:F2}   (drawn from 3.00 x + 0.50, a tenth of the points at 8)");
}
