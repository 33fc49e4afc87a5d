using Gradus.Drivers;
using Gradus.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>Parameters that share a rule, its hyperparameters and a rate.</summary>
public abstract class OptimizerGroup : optim.ILearningRateController, IDisposable
{
    private readonly List<ParameterState> _states;
    private readonly List<(string Name, string Reason)> _leftOut = [];

    private protected OptimizerGroup(Optimizer rule, IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        Rule = rule;
        LearningRate = InitialLearningRate = rule.Lr;
        _states = [.. parameters.Select(named => new ParameterState(named.Name, named.Parameter))];
    }

    /// <summary>The rule and its hyperparameters.</summary>
    public Optimizer Rule { get; }

    /// <summary>The rate of the next step: the base rate times the schedule.</summary>
    public double LearningRate { get; set; }

    /// <summary>The base rate.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>The parameters.</summary>
    public IEnumerable<Parameter> Parameters => _states.Select(state => state.Parameter);

    internal IEnumerable<string> Names => _states.Select(state => state.Name);

    /// <summary>What stands around the rule.</summary>
    internal virtual ValueList<Wrapper> Wrappers => [];

    /// <summary>Whether the model to evaluate has other weights than the one that trains.</summary>
    internal virtual bool HasAverage => false;

    internal int Count => _states.Count;

    internal abstract long StateBytes { get; }

    internal bool LostAny
    {
        get
        {
            foreach (ParameterState state in _states) if (state.IsLost) return true;
            return false;
        }
    }

    /// <summary>The parameters that the step leaves out, and why.</summary>
    internal IReadOnlyList<(string Name, string Reason)> LeftOut => _leftOut;

    internal StepContext At => new(0, LearningRate) { BaseRate = InitialLearningRate };

    private protected IReadOnlyList<ParameterState> States => _states;

    /// <summary>The group of a rule, as its kind needs it.</summary>
    internal static OptimizerGroup Of(Optimizer rule, IEnumerable<(string Name, Parameter Parameter)> parameters) => rule switch
    {
        ElementwiseOptimizer elementwise => new ElementwiseGroup(elementwise, parameters),
        TensorOptimizer whole => new TensorGroup(whole, parameters),
        _ => throw new NotSupportedException($"{Catalog.NameOf(rule)} is neither an elementwise optimizer nor one of whole tensors."),
    };

    internal void Release(Func<string, bool> belongs)
    {
        foreach (ParameterState state in _states.Where(state => belongs(state.Name))) Forget(state);
        _states.RemoveAll(state => belongs(state.Name));
    }

    internal void Follow(Dictionary<string, Parameter> now)
    {
        foreach (ParameterState state in _states)
        {
            state.Parameter = now.TryGetValue(state.Name, out Parameter? parameter)
                ? parameter
                : throw new InvalidOperationException($"The module no longer has the parameter '{state.Name}' that this optimizer was built for; build a new optimizer.");
        }
    }

    /// <summary>Begins a step: gathers the parameters that take part.</summary>
    /// <returns>How many these are.</returns>
    internal int Gather(StepPath path)
    {
        _leftOut.Clear();
        Begin(path);
        int count = 0;
        foreach (ParameterState state in _states)
        {
            nint gradient = state.TakeGradient();
            if (gradient == 0)
            {
                _leftOut.Add((state.Name, state.Parameter.requires_grad ? "it has no gradient" : "it is frozen"));
                continue;
            }

            count++;
            Gather(state, gradient);
        }

        return count;
    }

    /// <summary>Where the step must be taken in parts, see <see cref="MeasuredStep"/>: adds them, one for each way to reach the parameters.</summary>
    /// <returns>Whether it must; otherwise <see cref="Run"/> takes it.</returns>
    internal virtual bool AddParts(List<(ElementwiseOptimizer Rule, StepContext At, MeasuredStep Part)> parts, bool measuresNorms) => false;

    /// <summary>Takes the step of what was gathered, where it is not taken in parts.</summary>
    /// <param name="measuresNorms">Whether to tell the squares.</param>
    /// <returns>Σg² and Σ(Δθ)², where asked for.</returns>
    internal abstract Sums Run(bool measuresNorms);

    /// <summary>Why no step must be taken with such gradients; null where one may.</summary>
    internal virtual string? Refusal(Measures whole) => null;

    /// <summary>What clipping by the norm over all parameters multiplies gradients by; null where nothing clips so.</summary>
    internal virtual double? ClipFactor(Measures whole) => null;

    /// <summary>Ends a step.</summary>
    /// <param name="stepped">Whether it was taken; otherwise its number is given back.</param>
    /// <param name="counts">Whether it was a step of the rule, which has a number.</param>
    internal void Finish(bool stepped, bool counts = true)
    {
        End(stepped);
        foreach (ParameterState state in _states) state.EndStep(stepped && counts);
    }

    /// <summary>Lets the next step be the climb of <paramref name="sam"/>, or one of the rule again where null.</summary>
    internal virtual void Climb(Sam? sam)
    {
    }

    /// <summary>Takes the weights to their average; those that took no step yet have none.</summary>
    /// <returns>The weights as they were, to be put back.</returns>
    internal virtual IReadOnlyList<(Parameter Parameter, Tensor Weights)> MoveToAverage() => [];

    /// <summary>Holds parameters still, or lets them go.</summary>
    /// <returns>How many fit the pattern.</returns>
    internal int Freeze(string names, bool frozen)
    {
        int count = 0;
        foreach (ParameterState state in _states.Where(state => new ParameterPlace(state.Name, 0, 0).Fits(names)))
        {
            count++;
            state.Parameter.requires_grad = !frozen;
            if (frozen) state.DropGradient();
        }

        return count;
    }

    internal void ZeroGradients()
    {
        foreach (ParameterState state in _states) state.ZeroGradient();
    }

    internal abstract void AddStateTo(Dictionary<string, Tensor> all);

    internal abstract void CheckState(IReadOnlyDictionary<string, Tensor> all, HashSet<string> known);

    internal abstract void LoadState(IReadOnlyDictionary<string, Tensor> all);

    /// <summary>Frees the state.</summary>
    public void Dispose()
    {
        foreach (ParameterState state in _states) Forget(state);
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes ready for a step.</summary>
    private protected abstract void Begin(StepPath path);

    /// <summary>Takes in a parameter that has a gradient.</summary>
    private protected abstract void Gather(ParameterState state, nint gradient);

    private protected abstract void End(bool stepped);

    /// <summary>Frees what belongs to no single parameter.</summary>
    private protected virtual void Free()
    {
    }

    /// <summary>Frees all that is remembered of a parameter.</summary>
    private protected virtual void Forget(ParameterState state) => state.Dispose();
}
