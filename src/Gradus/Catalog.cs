using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Optimizers;
using Gradus.Penalties;
using Gradus.Schedules;
using Gradus.Surfaces;

namespace Gradus;

/// <summary>Every method by name. One line here is all that a new method needs besides its own file.</summary>
public static class Catalog
{
    /// <summary>The loss functions.</summary>
    public static IReadOnlyList<MethodEntry> Losses { get; } =
    [
        // Regression.
        Loss<Mse>(),
        Loss<Mae>(),
        Loss<Huber>(),
        Loss<SmoothL1>(),
        Loss<LogCosh>(),
        Loss<Quantile>(),
        Loss<PoissonNll>(),
        Loss<Tweedie>(),
        Loss<Mape>(),
        Loss<Msle>(),
        Loss<Cauchy>(),
        Loss<GemanMcClure>(),
        Loss<Barron>(),
        Loss<GaussianNll>(),
        Loss<LaplaceNll>(),
        Loss<StudentTNll>(),

        // Binary classification.
        Loss<Bce>(),
        Loss<BceWithLogits>(),
        Loss<Hinge>(),
        Loss<SquaredHinge>(),
        Loss<SoftMargin>(),
        Loss<Focal>(),
        Loss<Asymmetric>(),

        // Classification.
        Loss<CrossEntropy>(),

        Loss<SoftmaxFocal>(),
        Loss<Poly1>(),
        Loss<GeneralizedCrossEntropy>(),
        Loss<SymmetricCrossEntropy>(),
        Loss<Ldam>(),
        Loss<ClassBalanced>(),
        Loss<LogitAdjustment>(),
        Loss<Nll>(),
        Loss<KlDivergence>(),
        Loss<JensenShannon>(),
        Loss<MultiMargin>(),
        Loss<BiTempered>(),

        Loss<Dice>(),
        Loss<GeneralizedDice>(),
        Loss<Tversky>(),
        Loss<FocalTversky>(),
        Loss<Jaccard>(),
        Loss<Lovasz>(),

        Loss<PairwiseLogistic>(),
        Loss<ListNet>(),
        Loss<SoftmaxRanking>(),

        Loss<HingeEmbedding>(),
        Loss<Contrastive>(),
        Loss<MarginLoss>(),
        Loss<CosineEmbedding>(),
        Loss<Triplet>(),
        Loss<NPairs>(),
        Loss<Lifted>(),
        Loss<MultiSimilarity>(),
        Loss<Circle>(),
        Loss<NtXent>(),
        Loss<InfoNce>(),
        Loss<SupCon>(),
        Loss<ProxyNca>(),
        Loss<ProxyAnchor>(),
        Loss<ArcFace>(),
        Loss<CosFace>(),
        Loss<VicReg>(),
    ];

    /// <summary>The optimizers.</summary>
    public static IReadOnlyList<MethodEntry> Optimizers { get; } =
    [
        Optimizer<Sgd>(),
        Optimizer<AdaGrad>(),
        Optimizer<RmsProp>(),
        Optimizer<Adam>(),
        Optimizer<AdamW>(),

        Optimizer<AdaDelta>(),
        Optimizer<AdaMax>(),
        Optimizer<NAdam>(),
        Optimizer<RAdam>(),
        Optimizer<RProp>(),
        Optimizer<Lion>(),
        Optimizer<Signum>(),
        Optimizer<Nag>(),
        Optimizer<AdaBelief>(),
        Optimizer<Adan>(),
        Optimizer<Adopt>(),
        Optimizer<ScheduleFreeSgd>(),
        Optimizer<ScheduleFreeAdamW>(),
        Optimizer<AdEmaMix>(),
        Optimizer<MadGrad>(),
        Optimizer<Qhm>(),
        Optimizer<QhAdam>(),

        Optimizer<Asgd>(),
        Optimizer<Yogi>(),
        Optimizer<LaProp>(),

        // Of whole tensors.
        Optimizer<Adafactor>(),
        Optimizer<Muon>(),
        Optimizer<Shampoo>(),
        Optimizer<Soap>(),
        Optimizer<Lars>(),
        Optimizer<Lamb>(),
        Optimizer<NovoGrad>(),
        Optimizer<AdamMini>(),
        Optimizer<Prodigy>(),
        Optimizer<DAdaptation>(),
    ];

    /// <summary>The learning-rate schedules.</summary>
    public static IReadOnlyList<MethodEntry> Schedules { get; } =
    [
        Schedule<Constant>(),
        Schedule<Warmup>(),
        Schedule<Linear>(),
        Schedule<Cosine>(),
        Schedule<Step>(),
        Schedule<Exponential>(),
    ];

    /// <summary>The penalties of weights.</summary>
    public static IReadOnlyList<MethodEntry> Penalties { get; } =
    [
        Penalty<L1>(),
        Penalty<L2>(),
        Penalty<ElasticNet>(),
        Penalty<GroupLasso>(),
        Penalty<Orthogonality>(),
        Penalty<SpectralNorm>(),
    ];

    /// <summary>What can stand around an optimizer.</summary>
    public static IReadOnlyList<MethodEntry> Wrappers { get; } =
    [
        Wrapper<Accumulate>(),
        Wrapper<SkipNonFinite>(),
        Wrapper<Centralize>(),
        Wrapper<AdaptiveClip>(),
        Wrapper<ClipNorm>(),
        Wrapper<ClipValue>(),
        Wrapper<Noise>(),
        Wrapper<Cautious>(),
        Wrapper<Decay>(),
        Wrapper<Lookahead>(),
        Wrapper<Ema>(),
        Wrapper<Swa>(),
        Wrapper<Sam>(),
        Wrapper<NoDecayOnVectors>(),
        Wrapper<LayerDecay>(),
        Wrapper<Group>(),
        Wrapper<Freeze>(),
    ];

    /// <summary>The test functions of two variables.</summary>
    public static IReadOnlyList<MethodEntry> Surfaces { get; } =
    [
        Surface<Bowl>(),
        Surface<Ravine>(),
        Surface<Rosenbrock>(),
        Surface<Beale>(),
        Surface<Himmelblau>(),
        Surface<Saddle>(),
        Surface<Booth>(),
        Surface<Matyas>(),
        Surface<ThreeHumpCamel>(),
        Surface<SixHumpCamel>(),
        Surface<StyblinskiTang>(),
        Surface<GoldsteinPrice>(),
        Surface<Rastrigin>(),
        Surface<Ackley>(),
        Surface<Levy>(),
        Surface<MonkeySaddle>(),
        Surface<Plateau>(),
        Surface<Cliff>(),
        Surface<SpiralValley>(),
        Surface<NoisyBowl>(),
    ];

    private static readonly Dictionary<Type, MethodEntry> s_byType =
        Enum.GetValues<MethodKind>().SelectMany(Of).ToDictionary(entry => entry.Type);

    /// <summary>All methods of a kind.</summary>
    public static IReadOnlyList<MethodEntry> Of(MethodKind kind) => kind switch
    {
        MethodKind.Loss => Losses,
        MethodKind.Optimizer => Optimizers,
        MethodKind.Schedule => Schedules,
        MethodKind.Surface => Surfaces,
        MethodKind.Penalty => Penalties,
        MethodKind.Wrapper => Wrappers,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of method."),
    };

    /// <summary>A method by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message offers the nearest ones.</exception>
    public static MethodEntry Find(MethodKind kind, string name) =>
        TryFind(kind, name, out MethodEntry? entry) ? entry : throw new ArgumentException(Unknown(name, kind));

    /// <summary>A method by its name, where there is one.</summary>
    public static bool TryFind(MethodKind kind, string name, [NotNullWhen(true)] out MethodEntry? entry) =>
        (entry = Of(kind).FirstOrDefault(e => e.Name == name)) is not null;

    /// <summary>The entry that describes a method, or null where the method is someone's own.</summary>
    public static MethodEntry? Find(IMethod method) => s_byType.GetValueOrDefault(method.GetType());

    /// <summary>The names of a kind that are spelt most like this one, best first.</summary>
    public static IReadOnlyList<string> Nearest(MethodKind kind, string name) => Spelling.Nearest(name, Names(kind));

    /// <summary>The name of a method in the recipe language; for one outside the catalogue, that of its attribute or type.</summary>
    public static string NameOf(IMethod method) => Find(method)?.Name
        ?? method.GetType().GetCustomAttribute<MethodAttribute>()?.Name
        ?? ParameterEntry.Camel(method.GetType().Name);

    /// <summary>Refuses a method whose hyperparameters are out of range or do not go together.</summary>
    /// <remarks>For public doors. A method from outside the catalogue is only asked for its own complaint.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of range.</exception>
    /// <exception cref="ArgumentException">The hyperparameters do not go together.</exception>
    public static void Check(IMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (method is Sequence sequence)
        {
            Check(sequence.First);
            Check(sequence.Second);
            return;
        }

        foreach (ParameterEntry parameter in Find(method)?.Parameters ?? [])
        {
            object? value = parameter.Read(method);
            if (parameter.Complaint(value) is { } complaint)
            {
                throw new ArgumentOutOfRangeException(parameter.Name, value, $"{NameOf(method)}: {complaint}.");
            }
        }

        if (method is ElementwiseOptimizer optimizer)
        {
            foreach (Wrapper wrapper in optimizer.Wrappers) Check(wrapper);
            if (Wrapping.Complaint(optimizer) is { } complaint) throw new ArgumentException($"{complaint}.");
        }

        if ((method as IChecked)?.Complaint is { } clash) throw new ArgumentException($"{NameOf(method)}: {clash}.");
    }

    internal static IReadOnlyList<string> Names(params IEnumerable<MethodKind> kinds) =>
        [.. kinds.SelectMany(Of).Select(entry => entry.Name)];

    internal static string Unknown(string name, params IReadOnlyList<MethodKind> kinds) =>
        $"There is no {string.Join(" or ", kinds.Select(kind => ParameterEntry.Camel(kind.ToString())))} '{name}'. {Spelling.Offer(name, Names(kinds))}";

    private static MethodEntry Loss<[DynamicallyAccessedMembers(MethodEntry.Needed)] T>() where T : ILoss =>
        MethodEntry.Of<T>(MethodKind.Loss);

    private static MethodEntry Optimizer<[DynamicallyAccessedMembers(MethodEntry.Needed)] T>() where T : Optimizer =>
        MethodEntry.Of<T>(MethodKind.Optimizer);

    private static MethodEntry Schedule<[DynamicallyAccessedMembers(MethodEntry.Needed)] T>() where T : Schedule =>
        MethodEntry.Of<T>(MethodKind.Schedule);

    private static MethodEntry Penalty<[DynamicallyAccessedMembers(MethodEntry.Needed)] T>() where T : IPenalty =>
        MethodEntry.Of<T>(MethodKind.Penalty);

    private static MethodEntry Wrapper<[DynamicallyAccessedMembers(MethodEntry.Needed)] T>() where T : Wrapper =>
        MethodEntry.Of<T>(MethodKind.Wrapper);

    private static MethodEntry Surface<[DynamicallyAccessedMembers(MethodEntry.Needed)] T>() where T : ISurface =>
        MethodEntry.Of<T>(MethodKind.Surface);
}
