using Gradus.Optimizers;
using Gradus.Torch.Losses;
using Gradus.Torch.Optimizers;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Tests.Optimizers;

/// <summary>What a long run costs besides time: nothing.</summary>
[Collection(Alone.Name)]
public class SteadyStateTests
{
    [Theory]
    [InlineData("sgd(momentum=0.9)")]
    [InlineData("rmsprop(momentum=0.9, centered=true)")]
    [InlineData("adamw")]
    public void A_step_allocates_no_managed_memory(string rule)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] some = Leaves.Of(ScalarType.Float32, [64, 32], [64], []), doubles = Leaves.Of(ScalarType.Float64, [33]);
        using TorchOptimizer optimizer = new(some, Variants.Parse(rule));
        optimizer.AddGroup(doubles, Variants.Parse(rule));
        Leaves.Give([.. some, .. doubles], 0);
        Assert.Equal(0, Allocated(optimizer, steps: 1000));
    }

    [Theory]
    [InlineData("adamw with state8", ScalarType.Float32)]
    [InlineData("adamw with state16", ScalarType.Float32)]
    [InlineData("adamw with kahan", ScalarType.BFloat16)]
    public void Nor_does_a_step_of_packed_state(string rule, ScalarType type)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] some = Leaves.Of(type, [50_000], [100, 60], [7]);
        using TorchOptimizer optimizer = new(some, Variants.Parse(rule));
        Leaves.Give(some, 0);
        Assert.Equal(0, Allocated(optimizer, steps: 50));
    }

    [Fact]
    public void Nor_does_a_step_that_several_threads_share()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] large = Leaves.Of(ScalarType.Float32, [70_000]);
        using TorchOptimizer optimizer = new(large, new AdamW());
        Leaves.Give(large, 0);
        Assert.Equal(0, Allocated(optimizer, steps: 50));
    }

    /// <summary>The bytes that some steps allocate, warmed up: the waiting of threads, too, makes its objects when first needed.</summary>
    private static long Allocated(TorchOptimizer optimizer, int steps)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 5 && least > 0; round++)
        {
            for (int warm = 0; warm < 20; warm++) Step();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < steps; step++) Step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;

        void Step()
        {
            optimizer.step();
            optimizer.zero_grad();
        }
    }

    [Theory]
    [InlineData(StepPath.Automatic, "adamw")]
    [InlineData(StepPath.Script, "adamw")]
    [InlineData(StepPath.Automatic, "adamw with state8")]
    public void Thousands_of_steps_keep_memory_flat(StepPath path, string rule)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Resident memory is read from /proc.");
        using nn.Module<Tensor, Tensor> net = nn.Sequential(("in", nn.Linear(64, 128)), ("relu", nn.ReLU()), ("out", nn.Linear(128, 10)));
        using TorchOptimizer optimizer = new(net, Variants.Parse(rule)) { Path = path };
        using TorchLoss loss = new(new Gradus.Losses.CrossEntropy());
        using Tensor x = randn(32, 64), y = randint(10, [32], dtype: ScalarType.Int64);
        int steps = path == StepPath.Script ? 300 : 1000;
        Train(steps);

        // What leaks does so all the time; what the runtime and the allocator still set up comes once.
        double[] growth = [.. Enumerable.Range(0, 3).Select(_ =>
        {
            double before = Resident();
            Train(steps);
            return Resident() - before;
        })];
        Assert.InRange(growth.Min(), -1000, 3);

        void Train(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                using IDisposable scope = NewDisposeScope();
                optimizer.zero_grad();
                loss.forward(net.forward(x), y).backward();
                optimizer.step();
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>Resident memory in megabytes.</summary>
    private static double Resident()
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmRSS", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null) / 1024;
    }
}
