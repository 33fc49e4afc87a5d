using Gradus.Drivers;
using Gradus.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>Parameters that share a rule, its hyperparameters and a rate.</summary>
public sealed class OptimizerGroup : optim.ILearningRateController, IDisposable
{
    private readonly List<ParameterState> _parameters;
    private readonly IReadOnlyList<string> _slots;
    private readonly FusedStep<float> _floats = new(Width.Widest);
    private readonly FusedStep<double> _doubles = new(Width.Widest);
    private readonly FusedStep<float> _scalarFloats = new(Width.Scalar);
    private readonly FusedStep<double> _scalarDoubles = new(Width.Scalar);
    private readonly ScriptedStep _scripted = new();

    internal OptimizerGroup(ElementwiseOptimizer rule, IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        Rule = rule;
        LearningRate = InitialLearningRate = rule.Lr;
        _slots = RuleFormula.Of(rule, new(1, rule.Lr), "θ", "g", name => name).Slots;
        _parameters = [.. parameters.Select(named => new ParameterState(named.Name, named.Parameter))];
    }

    /// <summary>The rule and its hyperparameters.</summary>
    public ElementwiseOptimizer Rule { get; }

    /// <summary>The rate of the next step: the base rate times the schedule.</summary>
    public double LearningRate { get; set; }

    /// <summary>The base rate.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>The parameters.</summary>
    public IEnumerable<Parameter> Parameters => _parameters.Select(state => state.Parameter);

    internal int Count => _parameters.Count;

    internal long StateBytes => _parameters.Sum(state => state.Bytes);

    internal bool LostAny
    {
        get
        {
            foreach (ParameterState state in _parameters) if (state.IsLost) return true;
            return false;
        }
    }

    internal void Release(Func<string, bool> belongs)
    {
        foreach (ParameterState state in _parameters.Where(state => belongs(state.Name))) state.Dispose();
        _parameters.RemoveAll(state => belongs(state.Name));
    }

    internal void Follow(Dictionary<string, Parameter> now)
    {
        foreach (ParameterState state in _parameters)
        {
            state.Parameter = now.TryGetValue(state.Name, out Parameter? parameter)
                ? parameter
                : throw new InvalidOperationException($"The module no longer has the parameter '{state.Name}' that this optimizer was built for; build a new optimizer.");
        }
    }

    /// <summary>
    /// One step. Parameters are met one after the other and swept together; the few that a sweep cannot take as they
    /// lie, and those of other devices and types, follow singly.
    /// </summary>
    internal void Step(StepPath path)
    {
        FusedStep<float> floats = path == StepPath.Scalar ? _scalarFloats : _floats;
        FusedStep<double> doubles = path == StepPath.Scalar ? _scalarDoubles : _doubles;
        foreach (ParameterState state in _parameters)
        {
            nint gradient = state.TakeGradient();
            if (gradient == 0) continue;
            state.Prepare(Rule, _slots.Count);
            state.Steps++;
            if (path == StepPath.Script || !state.IsOnCpu) _scripted.Step(Rule, new(state.Steps, LearningRate), state, _slots.Count);
            else if (state.Type == ScalarType.Float32) floats.Add(state, gradient, Rule, LearningRate);
            else if (state.Type == ScalarType.Float64) doubles.Add(state, gradient, Rule, LearningRate);
            else _scripted.Step(Rule, new(state.Steps, LearningRate), state, _slots.Count);
        }

        floats.Run(Rule, LearningRate);
        doubles.Run(Rule, LearningRate);
        foreach (ParameterState state in _parameters) state.ReleaseGradient();
    }

    internal void ZeroGradients()
    {
        foreach (ParameterState state in _parameters) state.ZeroGradient();
    }

    internal void AddStateTo(Dictionary<string, Tensor> all)
    {
        foreach (ParameterState state in _parameters) state.AddTo(all, _slots);
    }

    internal void CheckState(IReadOnlyDictionary<string, Tensor> all, HashSet<string> known)
    {
        foreach (ParameterState state in _parameters) state.Check(all, Rule, _slots, known);
    }

    internal void LoadState(IReadOnlyDictionary<string, Tensor> all)
    {
        foreach (ParameterState state in _parameters) state.Load(all, Rule, _slots);
    }

    /// <summary>Frees the state.</summary>
    public void Dispose()
    {
        foreach (ParameterState state in _parameters) state.Dispose();
        _scripted.Dispose();
    }
}
