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
    private readonly ElementwiseOptimizer? _averaging;
    private StepPath _path;

    internal OptimizerGroup(ElementwiseOptimizer rule, IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        Rule = Acting = rule;
        _averaging = rule.Averaging();
        LearningRate = InitialLearningRate = rule.Lr;
        _slots = RuleFormula.SlotsOf(rule);
        _parameters = [.. parameters.Select(named => new ParameterState(named.Name, named.Parameter))];
    }

    /// <summary>The rule and its hyperparameters.</summary>
    public ElementwiseOptimizer Rule { get; }

    /// <summary>The rule of the step that is being taken: <see cref="Rule"/>, or the climb before it.</summary>
    internal ElementwiseOptimizer Acting { get; set; }

    /// <summary>The rate of the next step: the base rate times the schedule.</summary>
    public double LearningRate { get; set; }

    /// <summary>The base rate.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>The parameters.</summary>
    public IEnumerable<Parameter> Parameters => _parameters.Select(state => state.Parameter);

    internal IEnumerable<string> Names => _parameters.Select(state => state.Name);

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
    internal bool IsMeasured(bool measuresNorms) => measuresNorms || Acting.Needs != Needs.None;

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
            state.Prepare(Rule, _slots.Count);
            state.Steps++;
            if (path == StepPath.Script || !state.IsOnCpu) _scripted.Add(state, _slots.Count);
            else if (state.Type == ScalarType.Float32) Floats.Add(state, gradient);
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
        Floats.Run(Acting, At);
        Doubles.Run(Acting, At);
        if (_scripted.Count == 0) return;
        _scripted.Measure(Acting, At);
        _scripted.Step(default);
    }

    /// <summary>Ends a step.</summary>
    /// <param name="stepped">Whether it was taken; otherwise its number is given back.</param>
    /// <param name="counts">Whether it was a step of the rule, which has a number.</param>
    internal void Finish(bool stepped, bool counts = true)
    {
        Floats.Finish(stepped);
        Doubles.Finish(stepped);
        _scripted.Finish();
        foreach (ParameterState state in _parameters) state.EndStep(stepped && counts);
    }

    /// <summary>Whether the model to evaluate has other weights than the one that trains.</summary>
    internal bool HasAverage => _averaging is not null;

    /// <summary>Takes the weights to their average; those that took no step yet have none.</summary>
    /// <returns>The weights as they were, to be put back.</returns>
    internal IEnumerable<(Parameter Parameter, Tensor Weights)> MoveToAverage()
    {
        using IDisposable off = no_grad();
        List<(Parameter, Tensor)> before = [];
        foreach (ParameterState state in _parameters.Where(state => state.Steps > 0))
        {
            before.Add((state.Parameter, state.Parameter.detach().clone().DetachFromDisposeScope()));
            state.Prepare(Rule, _slots.Count);
            if (!state.IsOnCpu || state.Type is not (ScalarType.Float32 or ScalarType.Float64)) _scripted.Add(state, _slots.Count);
            else if (state.Type == ScalarType.Float32) _floats.Add(state, state.Parameter.Handle);
            else _doubles.Add(state, state.Parameter.Handle);
        }

        _floats.Run(_averaging!, At);
        _doubles.Run(_averaging!, At);
        if (_scripted.Count > 0)
        {
            _scripted.Measure(_averaging!, At);
            _scripted.Step(default);
        }

        _floats.Finish(stepped: true);
        _doubles.Finish(stepped: true);
        _scripted.Finish();
        return before;
    }

    /// <summary>Holds parameters still, or lets them go.</summary>
    /// <returns>How many fit the pattern.</returns>
    internal int Freeze(string names, bool frozen)
    {
        int count = 0;
        foreach (ParameterState state in _parameters.Where(state => new ParameterPlace(state.Name, 0, 0).Fits(names)))
        {
            count++;
            state.Parameter.requires_grad = !frozen;
            if (frozen) state.DropGradient();
        }

        return count;
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
