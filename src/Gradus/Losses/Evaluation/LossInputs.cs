namespace Gradus.Losses;

/// <summary>What a loss is evaluated on: arrays of numbers by name.</summary>
public sealed class LossInputs
{
    private readonly Dictionary<string, NumberArray> _arrays = [];

    /// <summary>No inputs yet.</summary>
    public LossInputs() { }

    /// <summary>Predictions and targets of one shape.</summary>
    public LossInputs(NumberArray prediction, NumberArray target)
    {
        this["prediction"] = prediction;
        this["target"] = target;
    }

    /// <summary>The names, in the order in which they were given.</summary>
    public IReadOnlyCollection<string> Names => _arrays.Keys;

    /// <summary>An input by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public NumberArray this[string name]
    {
        get => _arrays.TryGetValue(name, out NumberArray? array) ? array
            : throw new ArgumentException($"The input has no \"{name}\"; it has {(Names.Count == 0 ? "nothing" : string.Join(", ", Names))}.");
        set => _arrays[name] = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>An input by its name, or null where there is none.</summary>
    public NumberArray? Find(string name) => _arrays.GetValueOrDefault(name);

    /// <summary>The same inputs, with one number of one of them moved.</summary>
    public LossInputs Moved(string name, int index, double by)
    {
        LossInputs moved = new();
        foreach ((string key, NumberArray array) in _arrays) moved[key] = key == name ? array.Moved(index, by) : array;
        return moved;
    }
}
