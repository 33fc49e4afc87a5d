namespace Gradus.Losses;

/// <summary>
/// A way to give numbers to the losses of a family: which inputs there are by name, what shapes they have, and the driver
/// that evaluates them. A family can have several, such as pairs given one by one and pairs mined from a batch.
/// </summary>
public abstract class LossForm
{
    /// <summary>Every form there is.</summary>
    public static IReadOnlyList<LossForm> All { get; } =
    [
        new PointwiseForm(),
        new VarianceForm(),
        new SoftmaxForm(),
        new RowForm(),
        new PairForm("similar", dissimilar: 0),
        new PairForm("target", dissimilar: -1),
        new TripletForm(),
        new BatchForm(),
        new CompanyForm("query", "key", labelled: false, """{"query": [[1, 0], [0, 1]], "key": [[1, 1], [0, 2]]}""", Company.Keys),
        new CompanyForm(
            "embedding", "proxy", labelled: true, """{"embedding": [[1, 0], [0, 1]], "label": [0, 1], "proxy": [[1, 1], [0, 2]]}""", Company.Proxies),
        new CompanyForm(
            "embedding", "proxy", labelled: true, """{"embedding": [[1, 0], [0, 1]], "label": [0, 1], "proxy": [[1, 1], [0, 2]]}""", Company.Embeddings),
        new TwinForm(),
    ];

    /// <summary>The inputs it takes, in order.</summary>
    public abstract IReadOnlyList<LossInput> Inputs { get; }

    /// <summary>An input in JSON, for help and messages.</summary>
    public abstract string Example { get; }

    /// <summary>The forms in which a loss can be given its numbers.</summary>
    public static IReadOnlyList<LossForm> Of(ILoss loss) => [.. All.Where(form => form.Fits(loss))];

    /// <summary>The form that these inputs are given in.</summary>
    /// <exception cref="ArgumentException">An input is missing, or is none of the loss's.</exception>
    public static LossForm Of(ILoss loss, LossInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        IReadOnlyList<LossForm> forms = Of(loss);
        if (forms.Count == 0) throw new ArgumentException($"{Catalog.NameOf(loss)} cannot be evaluated on plain numbers.");
        LossForm form = forms.MaxBy(f => f.Inputs.Count(input => inputs.Find(input.Name) is not null))!;
        if (form.Inputs.FirstOrDefault(input => input.IsRequired && inputs.Find(input.Name) is null) is { } missing)
        {
            throw new ArgumentException($"The input has no \"{missing.Name}\". {Catalog.NameOf(loss)} takes {string.Join(" or ", forms.Select(f => f.Example))}");
        }

        return inputs.Names.FirstOrDefault(name => form.Inputs.All(input => input.Name != name)) is { } unknown
            ? throw new ArgumentException($"{Catalog.NameOf(loss)} takes no \"{unknown}\"; it takes {string.Join(", ", form.Inputs.Select(input => input.Name))}.")
            : form;
    }

    /// <summary>Whether a loss is of the family.</summary>
    public abstract bool Fits(ILoss loss);

    /// <summary>Evaluates a loss of the family.</summary>
    public abstract LossEvaluation Evaluate(ILoss loss, LossInputs inputs, Reduction reduction);

    /// <summary>Random inputs that the loss is defined for, to try or check it on.</summary>
    public abstract LossInputs Draw(ILoss loss, SplitMix64 random);

    /// <summary>The lines along which a loss of the family is best seen; none where no single line tells much.</summary>
    public virtual IReadOnlyList<LossSlice> Slices(ILoss loss) => [];

    /// <summary>The weights of so many parts, or null for 1 throughout; any other number of them is refused.</summary>
    /// <param name="loss">The loss, for messages.</param>
    /// <param name="inputs">Where they may be.</param>
    /// <param name="parts">How many they must be.</param>
    /// <param name="of">What a part is.</param>
    protected static double[]? Weights(ILoss loss, LossInputs inputs, int parts, string of)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Find("weight") is not { } weight) return null;
        return weight.Shape.Count == 1 && weight.Count == parts
            ? weight.Values.ToArray()
            : throw new ArgumentException($"weight holds {weight.ShapeText}; {Catalog.NameOf(loss)} needs one weight for each {of}: a list of {parts}.");
    }

    /// <summary>Refuses inputs of different shapes.</summary>
    protected static void Alike(ILoss loss, string first, NumberArray a, string second, NumberArray b)
    {
        if (!a.IsLike(b)) throw new ArgumentException($"{first} holds {a.ShapeText}, {second} {b.ShapeText}; {Catalog.NameOf(loss)} compares them one by one, so give both the same shape.");
    }
}

/// <summary>One input of a loss.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsRequired">Whether the loss cannot do without it.</param>
public sealed record LossInput(string Name, bool IsRequired = true);
