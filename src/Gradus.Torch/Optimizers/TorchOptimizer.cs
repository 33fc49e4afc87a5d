using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>
/// Any Gradus optimizer as a TorchSharp optimizer: <c>new TorchOptimizer(model, new AdamW(Lr: 3e-4))</c> stands where
/// <c>torch.optim.AdamW(model.parameters(), 3e-4)</c> stood.
/// </summary>
/// <remarks>
/// <para>On the CPU, in float32 and float64, the rule runs as one fused sweep directly over the memory of all parameters;
/// for other devices and types the same rule is compiled as TorchScript. A step allocates no managed memory once it has
/// met every parameter. Rules of whole tensors, such as muon and shampoo, run tensor by tensor through libtorch.</para>
/// <para>Built from a module, it follows the module's parameters by name, also through <c>module.to(…)</c>, which in
/// TorchSharp replaces them; their state moves along at the next step.</para>
/// </remarks>
public sealed class TorchOptimizer : OptimizerHelper
{
    private readonly List<OptimizerGroup> _groups = [];
    private readonly nn.Module? _module;
    private readonly JointStep _steps = new();
    private readonly List<(string Names, long End)> _thaws = [];
    private int _gathered;

    /// <summary>Optimizes all parameters of a module.</summary>
    /// <param name="module">The model.</param>
    /// <param name="optimizer">The rule and its hyperparameters.</param>
    /// <exception cref="ArgumentException">A hyperparameter is out of range, or the module has no parameters.</exception>
    public TorchOptimizer(nn.Module module, Optimizer optimizer) : this(optimizer)
    {
        ArgumentNullException.ThrowIfNull(module);
        _module = module;
        Check(optimizer, [.. module.named_parameters()]);
        Assign(optimizer, [.. module.named_parameters()]);
    }

    /// <summary>Optimizes the given parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="optimizer">The rule and its hyperparameters.</param>
    /// <exception cref="ArgumentException">A hyperparameter is out of range, or there are no parameters.</exception>
    public TorchOptimizer(IEnumerable<Parameter> parameters, Optimizer optimizer) : this(optimizer) =>
        AddGroup(parameters, optimizer);

    private TorchOptimizer(Optimizer optimizer)
    {
        TorchNatives.EnsureLoaded();
        Rule = optimizer;
        _parameter_groups = [];
    }

    /// <summary>The rule of the first group.</summary>
    public Optimizer Rule { get; }

    /// <summary>The parameter groups, each with its own rule, hyperparameters and rate.</summary>
    public IReadOnlyList<OptimizerGroup> Groups => _groups;

    /// <summary>How a step reaches the memory; <see cref="StepPath.Automatic"/> unless set.</summary>
    public StepPath Path { get; set; }

    /// <summary>Whether each step measures the norms of its gradient and its update, in the same pass; see <see cref="StepResult"/>.</summary>
    public bool MeasuresNorms { get; set; }

    /// <summary>What the last step did; null before the first.</summary>
    public StepResult? Last { get; private set; }

    /// <summary>The bytes of optimizer state held so far.</summary>
    public long StateBytes => _groups.Sum(group => group.StateBytes);

    /// <summary>Adds parameters with hyperparameters of their own.</summary>
    /// <param name="parameters">The parameters; none may belong to another group.</param>
    /// <param name="optimizer">Their rule.</param>
    /// <returns>The new group.</returns>
    public OptimizerGroup AddGroup(IEnumerable<Parameter> parameters, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int first = _groups.Sum(group => group.Count);
        return Assign(optimizer, [.. parameters.Select((parameter, i) => ($"parameter{first + i}", parameter))]);
    }

    /// <summary>Adds the module's parameters of the given names, with hyperparameters of their own.</summary>
    /// <param name="belongs">Which names belong to the group; parameters of earlier groups move over.</param>
    /// <param name="optimizer">Their rule.</param>
    /// <returns>The new group.</returns>
    /// <exception cref="InvalidOperationException">The optimizer was not built from a module.</exception>
    public OptimizerGroup AddGroup(Func<string, bool> belongs, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(belongs);
        if (_module is null) throw new InvalidOperationException("Groups by name need an optimizer that was built from a module: new TorchOptimizer(module, …).");
        (string, Parameter)[] chosen = [.. _module.named_parameters().Where(named => belongs(named.name))];
        Check(optimizer, chosen);
        foreach (OptimizerGroup group in _groups) group.Release(belongs);
        return Add(optimizer, chosen);
    }

    /// <inheritdoc/>
    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        double rate = param_group.Options?.LearningRate ?? Rule.Lr;
        AddGroup(param_group.Parameters, Rule with { Lr = rate });
    }

    /// <inheritdoc/>
    public override IEnumerable<Parameter> parameters() => _groups.SelectMany(group => group.Parameters);

    /// <inheritdoc/>
    public override IEnumerable<optim.ILearningRateController> ParamGroups => _groups;

    /// <summary>Takes one step on every parameter that has a gradient.</summary>
    /// <param name="closure">Evaluates the loss anew first, where given.</param>
    /// <returns>What the closure returned; otherwise null.</returns>
    public override Tensor step(Func<Tensor>? closure = null)
    {
        if (Sam is { } sam)
        {
            if (closure is null) throw new InvalidOperationException("sam needs two gradients in each step: pass step a closure that zeroes the gradients, computes the loss, calls backward and returns the loss.");
            return StepFromTop(sam, closure);
        }

        Tensor? loss = null;
        if (closure is not null)
        {
            using IDisposable grad = enable_grad();
            loss = closure();
        }

        TakeStep();
        return loss!;
    }

    /// <summary>Whether a step asks for a second gradient, so that <see cref="step"/> needs a closure.</summary>
    public bool NeedsSecondGradient => Sam is not null;

    /// <summary>Takes one step on every parameter that has a gradient, and tells what it did.</summary>
    public StepResult TakeStep()
    {
        Follow();
        int wanted = Gathers;
        if (wanted > 1 && ++_gathered < wanted)
        {
            StepResult waiting = new() { Reason = $"gathering gradients: {_gathered} of {wanted}" };
            Last = waiting;
            return waiting;
        }

        _gathered = 0;
        StepResult result = Act();
        Last = result;
        return result;
    }

    /// <summary>Forgets gradients that were gathered for a step which will not come, as at the end of an epoch.</summary>
    public void DropGathered()
    {
        _gathered = 0;
        zero_grad();
    }

    /// <summary>
    /// Whether the model to evaluate and keep has other weights than the one that trains: with ema or swa around the rule, and
    /// for schedule-free rules.
    /// </summary>
    public bool HasAverage => _groups.Exists(group => group.HasAverage);

    /// <summary>Takes the model to its averaged weights, for evaluation or export.</summary>
    /// <remarks>Batch normalization needs statistics for these weights, see <see cref="Training.BatchNormStatistics"/>.</remarks>
    /// <returns>Puts the weights back, bit for bit, when it is disposed of.</returns>
    public IDisposable AtAverage()
    {
        Follow();
        return new Detour([.. _groups.Where(group => group.HasAverage).SelectMany(group => group.MoveToAverage())]);
    }

    /// <summary>Holds parameters still: they need no gradient, and no step moves them. Their state waits.</summary>
    /// <param name="names">The names, with * for any letters.</param>
    /// <exception cref="ArgumentException">No parameter has such a name.</exception>
    public void Freeze(string names) => Freeze(names, frozen: true);

    /// <summary>Lets frozen parameters move again.</summary>
    /// <param name="names">The names, with * for any letters.</param>
    /// <exception cref="ArgumentException">No parameter has such a name.</exception>
    public void Unfreeze(string names) => Freeze(names, frozen: false);

    /// <summary>Lays what freezes into a run.</summary>
    /// <param name="run">How long the run is.</param>
    /// <exception cref="ArgumentException">A length does not fit the run, or no parameter has such a name.</exception>
    public void Begin(RunLength run)
    {
        _thaws.Clear();
        foreach (Freeze freeze in _groups.SelectMany(group => group.Wrappers).OfType<Freeze>().Distinct())
        {
            long end = freeze.Until is { } until ? (long)new Room(run).Measure(until).Amount : long.MaxValue;
            _thaws.Add((freeze.Names, end));
            Freeze(freeze.Names);
        }
    }

    /// <summary>Lets go of what is frozen up to a step, counted from 0.</summary>
    public void MoveTo(long step)
    {
        for (int i = _thaws.Count - 1; i >= 0; i--)
        {
            if (step < _thaws[i].End) continue;
            Unfreeze(_thaws[i].Names);
            _thaws.RemoveAt(i);
        }
    }

    /// <inheritdoc/>
    public override void zero_grad()
    {
        Follow();
        // Gradients that wait for more to come are kept.
        if (_gathered > 0) return;
        foreach (OptimizerGroup group in _groups) group.ZeroGradients();
    }

    /// <summary>The state by readable names: <c>fc1.weight.m</c>, <c>fc1.weight.step</c>.</summary>
    /// <returns>Tensors that share the optimizer's memory; copy them to keep them.</returns>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        Dictionary<string, Tensor> state = [];
        foreach (OptimizerGroup group in _groups) group.AddStateTo(state);
        return state;
    }

    /// <summary>Takes over a state that <see cref="State"/> gave earlier, copying it.</summary>
    /// <param name="state">The state; names that do not belong to this optimizer are an error.</param>
    /// <exception cref="ArgumentException">A name or a shape does not fit; then this optimizer stays as it was.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Follow();
        HashSet<string> known = [];
        foreach (OptimizerGroup group in _groups) group.CheckState(state, known);
        if (state.Keys.FirstOrDefault(name => !known.Contains(name)) is { } stranger)
        {
            throw new ArgumentException($"The state has '{stranger}', which no parameter of this optimizer ({Catalog.NameOf(Rule)}) has; load it into the model and rule that saved it.");
        }

        foreach (OptimizerGroup group in _groups) group.LoadState(state);
    }

    /// <summary>Not supported: <see cref="State"/> and <see cref="LoadState"/> take its place, by name and in any file format.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override StateDictionary state_dict() => throw StateInstead();

    /// <inheritdoc cref="state_dict"/>
    public override void load_state_dict(StateDictionary state_dict) => throw StateInstead();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (OptimizerGroup group in _groups) group.Dispose();
            _groups.Clear();
        }

        base.Dispose(disposing);
    }

    private int Gathers => First<Accumulate>()?.Every ?? 1;

    private Sam? Sam => First<Sam>();

    private TWrapper? First<TWrapper>() where TWrapper : Wrapper
    {
        foreach (OptimizerGroup group in _groups)
        {
            for (int i = 0; i < group.Wrappers.Count; i++)
            {
                if (group.Wrappers[i] is TWrapper found) return found;
            }
        }

        return null;
    }

    /// <summary>One step, or climb, of what each group now follows.</summary>
    private StepResult Act(bool climbs = false)
    {
        bool taken = false;
        try
        {
            StepResult result = _steps.Take(_groups, Path, MeasuresNorms && !climbs);
            taken = result.Stepped;
            return result;
        }
        finally
        {
            foreach (OptimizerGroup group in _groups) group.Finish(taken, counts: !climbs);
        }
    }

    /// <summary>A step with the gradient at the top of the hill nearby.</summary>
    private Tensor StepFromTop(Sam sam, Func<Tensor> closure)
    {
        using IDisposable grad = enable_grad();
        Tensor loss = closure();
        Follow();
        using (Detour back = Detour.From(parameters()))
        {
            foreach (OptimizerGroup group in _groups) group.Climb(sam);
            try
            {
                Act(climbs: true);
                using IDisposable? held = _module is null ? null : Training.BatchNormStatistics.Hold(_module);
                closure().Dispose();
            }
            finally
            {
                foreach (OptimizerGroup group in _groups) group.Climb(null);
            }
        }

        TakeStep();
        return loss;
    }

    private void Freeze(string names, bool frozen)
    {
        if (_groups.Sum(group => group.Freeze(names, frozen)) == 0) throw new ArgumentException($"No parameter's name fits '{names}'; there are {Named()}.", nameof(names));
    }

    private string Named() => string.Join(", ", _groups.SelectMany(group => group.Names).Take(8)) + (_groups.Sum(group => group.Count) > 8 ? ", …" : "");

    /// <summary>The groups that a rule makes of parameters: those that follow the same rule go together.</summary>
    private OptimizerGroup Assign(Optimizer rule, (string Name, Parameter Parameter)[] parameters)
    {
        if (rule is not ElementwiseOptimizer optimizer) return Add(rule, parameters);
        GroupingWrapper[] grouping = [.. optimizer.Wrappers.OfType<GroupingWrapper>()];
        if (grouping.Length == 0) return Add(optimizer, parameters);
        foreach (Group group in grouping.OfType<Group>())
        {
            if (!parameters.Any(named => new ParameterPlace(named.Name, 0, 0).Fits(group.Names))) throw new ArgumentException($"No parameter's name fits '{group.Names}'; there are {string.Join(", ", parameters.Take(8).Select(named => named.Name))}.");
        }

        string[] layers = [.. parameters.Select(named => ParameterPlace.LayerOf(named.Name)).Distinct()];
        OptimizerGroup? first = null;
        foreach (var part in parameters.GroupBy(named => grouping.Aggregate(optimizer, (follows, wrapper) => wrapper.For(follows, Place(named)))))
        {
            OptimizerGroup added = Add(part.Key, [.. part]);
            first ??= added;
        }

        return first!;

        ParameterPlace Place((string Name, Parameter Parameter) named) =>
            new(named.Name, (int)named.Parameter.dim(), layers.Length - 1 - Array.IndexOf(layers, ParameterPlace.LayerOf(named.Name)));
    }

    private OptimizerGroup Add(Optimizer optimizer, (string Name, Parameter Parameter)[] parameters)
    {
        Check(optimizer, parameters);
        HashSet<Parameter> taken = new(_groups.SelectMany(group => group.Parameters), ReferenceEqualityComparer.Instance);
        foreach ((string name, Parameter parameter) in parameters)
        {
            if (!taken.Add(parameter)) throw new ArgumentException($"Parameter '{name}' is already in a group; each parameter belongs to one.");
        }

        OptimizerGroup added = OptimizerGroup.Of(optimizer, parameters);
        _groups.Add(added);
        return added;
    }

    private static NotSupportedException StateInstead() =>
        new("TorchSharp's state dictionary holds TorchSharp's own optimizers only; use State() and LoadState(…), for example with Safetensors.");

    private static void Check(Optimizer optimizer, (string Name, Parameter Parameter)[] parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Catalog.Check(optimizer);
        if (parameters.Length == 0) throw new ArgumentException("No parameters were given to optimize; pass model.parameters() of a model that has some.");
    }

    /// <summary>TorchSharp's module.to replaces parameters by new ones: take up the new ones by name.</summary>
    private void Follow()
    {
        bool lost = false;
        foreach (OptimizerGroup group in _groups) lost |= group.LostAny;
        if (!lost) return;
        if (_module is null)
        {
            throw new InvalidOperationException("A parameter was replaced since the optimizer was built (module.to does that); build it from the module, new TorchOptimizer(module, …), and it follows.");
        }

        Dictionary<string, Parameter> now = _module.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        foreach (OptimizerGroup group in _groups) group.Follow(now);
    }
}
