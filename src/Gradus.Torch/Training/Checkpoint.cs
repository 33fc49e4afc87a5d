using Gradus.Torch.Optimizers;
using static TorchSharp.torch;

namespace Gradus.Torch.Training;

/// <summary>
/// A model's and an optimizer's state in one safetensors file: <c>model.fc1.weight</c>, <c>optimizer.fc1.weight.m</c>.
/// </summary>
public static class Checkpoint
{
    /// <summary>Saves after an epoch, under a temporary name first, and then removes the epoch's predecessors.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="weighting">What else learns: the objective's uncertainty weighting, where it has one.</param>
    /// <returns>The file.</returns>
    public static string Save(string folder, int epoch, nn.Module model, TorchOptimizer optimizer, nn.Module? weighting = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"epoch-{epoch:D4}.safetensors");
        using (NewDisposeScope())
        {
            Dictionary<string, Tensor> all = [];
            foreach ((string name, Tensor value) in model.state_dict()) all[$"model.{name}"] = value;
            foreach ((string name, Tensor value) in StateOf(weighting)) all[$"objective.{name}"] = value;
            foreach ((string name, Tensor value) in optimizer.State()) all[$"optimizer.{name}"] = value;
            Safetensors.Save(path, all);
        }

        foreach ((int earlier, string file) in Files(folder))
        {
            if (earlier < epoch) File.Delete(file);
        }

        return path;
    }

    /// <summary>Loads the latest checkpoint of a folder.</summary>
    /// <param name="folder">Where from.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="weighting">The objective's uncertainty weighting, where it has one.</param>
    /// <returns>The epoch to go on with; 0 where there is no checkpoint.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to another model; nothing was loaded.</exception>
    /// <exception cref="ArgumentException">It was saved with another rule; nothing was loaded.</exception>
    public static int LoadLatest(string folder, nn.Module model, TorchOptimizer optimizer, nn.Module? weighting = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (Files(folder) is not { Count: > 0 } files) return 0;
        (int epoch, string path) = files.MaxBy(file => file.Epoch);
        using IDisposable scope = NewDisposeScope();
        Dictionary<string, Tensor> all = Safetensors.Load(path);
        Dictionary<string, Tensor> own = model.state_dict(), saved = Part(all, "model.");
        Dictionary<string, Tensor> ownWeighting = StateOf(weighting), savedWeighting = Part(all, "objective.");
        Check(path, own, saved);
        Check(path, ownWeighting, savedWeighting);
        optimizer.LoadState(Part(all, "optimizer."));
        using IDisposable off = no_grad();
        foreach ((string name, Tensor value) in own) value.copy_(saved[name]);
        foreach ((string name, Tensor value) in ownWeighting) value.copy_(savedWeighting[name]);
        return epoch + 1;
    }

    private static Dictionary<string, Tensor> StateOf(nn.Module? module) => module?.state_dict() ?? [];

    private static Dictionary<string, Tensor> Part(Dictionary<string, Tensor> all, string prefix) =>
        all.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);

    private static void Check(string path, Dictionary<string, Tensor> own, Dictionary<string, Tensor> saved)
    {
        const string ToDo = "it belongs to another model: delete it to start anew.";
        foreach ((string name, Tensor value) in own)
        {
            if (!saved.TryGetValue(name, out Tensor? other)) throw new InvalidDataException($"{path} lacks '{name}' of the model; {ToDo}");
            if (!other.shape.SequenceEqual(value.shape))
            {
                throw new InvalidDataException($"In {path} '{name}' has shape [{string.Join(", ", other.shape)}], but the model's has [{string.Join(", ", value.shape)}]; {ToDo}");
            }
        }

        if (saved.Keys.FirstOrDefault(name => !own.ContainsKey(name)) is { } stranger)
        {
            throw new InvalidDataException($"{path} has '{stranger}', which the model lacks; {ToDo}");
        }
    }

    /// <summary>How many epochs the latest checkpoint of a folder covers; 0 where there is none.</summary>
    public static int EpochsIn(string folder) => Files(folder) is { Count: > 0 } files ? files.Max(file => file.Epoch) + 1 : 0;

    private static List<(int Epoch, string File)> Files(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.GetFiles(folder, "epoch-*.safetensors")
            .Select(file => (int.TryParse(Path.GetFileNameWithoutExtension(file)["epoch-".Length..], out int epoch) ? epoch : -1, file))
            .Where(pair => pair.Item1 >= 0)];
}
