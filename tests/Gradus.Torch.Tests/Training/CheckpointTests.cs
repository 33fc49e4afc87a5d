using Gradus.Optimizers;
using Gradus.Torch.Optimizers;
using Gradus.Torch.Training;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Training;

public class CheckpointTests
{
    [Fact]
    public void The_latest_checkpoint_replaces_the_earlier_ones_and_is_the_one_loaded()
    {
        using Folder folder = new();
        using nn.Module<Tensor, Tensor> net = Net(), other = Net();
        using TorchOptimizer optimizer = Stepped(net), fresh = new(other, new Adam());
        Checkpoint.Save(folder.Path, 0, net, optimizer);
        string path = Checkpoint.Save(folder.Path, 11, net, optimizer);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        File.WriteAllText(folder.File("epoch-0012.safetensors.part"), "interrupted while writing");
        Assert.Equal(12, Checkpoint.LoadLatest(folder.Path, other, fresh));
        Assert.Equal(Numbers(net, optimizer), Numbers(other, fresh));
    }

    [Fact]
    public void Without_a_checkpoint_a_run_begins_at_epoch_0()
    {
        using Folder folder = new();
        using nn.Module<Tensor, Tensor> net = Net();
        using TorchOptimizer optimizer = new(net, new Adam());
        Assert.Equal(0, Checkpoint.LoadLatest(folder.Path, net, optimizer));
        Assert.Equal(0, Checkpoint.LoadLatest(folder.File("not there"), net, optimizer));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_damaged_checkpoint_is_refused_and_changes_nothing(int keep)
    {
        using Folder folder = new();
        using nn.Module<Tensor, Tensor> net = Net();
        using TorchOptimizer optimizer = Stepped(net);
        string path = Checkpoint.Save(folder.Path, 3, net, optimizer);
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, keep < 0 ? whole[..^1] : whole[..keep]);
        double[] before = Numbers(net, optimizer);
        InvalidDataException said = Assert.Throws<InvalidDataException>(() => Checkpoint.LoadLatest(folder.Path, net, optimizer));
        Assert.Contains(path, said.Message, StringComparison.Ordinal);
        Assert.Equal(before, Numbers(net, optimizer));
    }

    [Fact]
    public void A_checkpoint_of_another_model_is_refused_and_changes_nothing()
    {
        using Folder folder = new();
        using nn.Module<Tensor, Tensor> net = Net();
        using TorchOptimizer optimizer = Stepped(net);
        Checkpoint.Save(folder.Path, 3, net, optimizer);
        Refuses(nn.Sequential(("in", nn.Linear(3, 4)), ("out", nn.Linear(4, 1)), ("more", nn.Linear(1, 1))), "lacks 'more.weight' of the model");
        Refuses(nn.Sequential(("in", nn.Linear(3, 4)), ("out", nn.Linear(4, 2))), "'out.weight' has shape [1, 4], but the model's has [2, 4]");
        Refuses(nn.Sequential(("in", nn.Linear(3, 4))), "has 'out.bias', which the model lacks");

        void Refuses(nn.Module<Tensor, Tensor> other, string why)
        {
            using (other)
            {
                using TorchOptimizer fresh = new(other, new Adam());
                double[] before = Numbers(other, fresh);
                Assert.Contains(why, Assert.Throws<InvalidDataException>(() => Checkpoint.LoadLatest(folder.Path, other, fresh)).Message, StringComparison.Ordinal);
                Assert.Equal(before, Numbers(other, fresh));
            }
        }
    }

    [Fact]
    public void A_checkpoint_of_another_rule_is_refused_and_changes_nothing()
    {
        using Folder folder = new();
        using nn.Module<Tensor, Tensor> net = Net(), other = Net();
        using TorchOptimizer optimizer = Stepped(net), sgd = new(other, new Sgd(Momentum: 0.9));
        Checkpoint.Save(folder.Path, 3, net, optimizer);
        double[] before = Numbers(other, sgd);
        Assert.Throws<ArgumentException>(() => Checkpoint.LoadLatest(folder.Path, other, sgd));
        Assert.Equal(before, Numbers(other, sgd));
    }

    private static nn.Module<Tensor, Tensor> Net() => nn.Sequential(("in", nn.Linear(3, 4)), ("out", nn.Linear(4, 1)));

    private static TorchOptimizer Stepped(nn.Module<Tensor, Tensor> net)
    {
        TorchOptimizer optimizer = new(net, new Adam());
        using Tensor x = ones(2, 3), loss = net.forward(x).sum();
        loss.backward();
        optimizer.step();
        return optimizer;
    }

    private static double[] Numbers(nn.Module net, TorchOptimizer optimizer) =>
        [.. net.state_dict().Values.Concat(optimizer.State().Values).SelectMany(value => value.Numbers())];
}
