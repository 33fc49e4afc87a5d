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
    private readonly ScriptedSweep _scripted = new();
    private readonly List<(string Name, string Reason)> _leftOut = [];
    private StepPath _path;

    internal OptimizerGroup(ElementwiseOptimizer rule, IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        Rule = rule;
        LearningRate = InitialLearningRate = rule.Lr;
        _slots = RuleFormula.SlotsOf(rule);
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

    /// <summary>Whether the step must be taken in parts, see <see cref="MeasuredStep"/>.</summary>
    internal bool IsMeasured(bool measuresNorms) => measuresNorms || Rule.Needs != Needs.None;

    /// <summary>The parameters that the step leaves out, and why.</summary>
    internal IReadOnlyList<(string Name, string Reason)> LeftOut => _leftOut;

    /// <summary>
    /// Begins a step: parameters are met one after the other, to be swept together; the few that a sweep cannot take as they
    /// lie, and those of other devices and types, follow singly.
    /// </summary>
    /// <returns>How many parameters take part.</returns>
    internal int Gather(StepPath path)
    {
        _path = path;
        _leftOut.Clear();
        int count = 0;
        foreach (ParameterState state in _parameters)
        {
            nint gradient = state.TakeGradient();
            if (gradient == 0)
            {
                _leftOut.Add((state.Name, state.Parameter.requires_grad ? "it has no gradient" : "it is frozen"));
                continue;
            }

            count++;
            state.Steps++;
            state.Prepare(Rule, _slots.Count, swept: path != StepPath.Script);
            if (path == StepPath.Script || !state.IsOnCpu) _scripted.Add(state, _slots.Count);
            else if (state.Type is ScalarType.Float32 or ScalarType.BFloat16) Floats.Add(state, gradient);
            else if (state.Type == ScalarType.Float64) Doubles.Add(state, gradient);
            else _scripted.Add(state, _slots.Count);
        }

        return count;
    }

    /// <summary>The step in parts, for parameters that were gathered: one for each way to reach them.</summary>
    internal IEnumerable<MeasuredStep> Parts()
    {
        if (Floats.Measured is { } floats) yield return floats;
        if (Doubles.Measured is { } doubles) yield return doubles;
        if (_scripted.Count > 0) yield return _scripted;
    }

    /// <summary>The step of what was gathered, where nothing must be measured.</summary>
    internal void Run()
    {
        Floats.Run(Rule, At);
        Doubles.Run(Rule, At);
        if (_scripted.Count == 0) return;
        _scripted.Measure(Rule, At);
        _scripted.Step(default);
    }

    /// <summary>Ends a step.</summary>
    /// <param name="stepped">Whether it was taken; otherwise its number is given back.</param>
    internal void Finish(bool stepped)
    {
        Floats.Finish(stepped);
        Doubles.Finish(stepped);
        _scripted.Finish();
        foreach (ParameterState state in _parameters) state.EndStep(stepped);
    }

    internal StepContext At => new(0, LearningRate) { BaseRate = InitialLearningRate };

    private FusedStep<float> Floats => _path == StepPath.Scalar ? _scalarFloats : _floats;

    private FusedStep<double> Doubles => _path == StepPath.Scalar ? _scalarDoubles : _doubles;

    internal void ZeroGradients()
    {
        foreach (ParameterState state in _parameters) state.ZeroGradient();
    }

    internal void AddStateTo(Dictionary<string, Tensor> all)
    {
        foreach (ParameterState state in _parameters) state.AddTo(all, Rule, _slots);
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
