using System.IO.Enumeration;
using Gradus.Penalties;
using Gradus.Schedules;
using Gradus.Torch.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Torch.Penalties;

/// <summary>A penalty of an objective, and the parameters it is taken of.</summary>
internal sealed class PenaltyTarget
{
    private readonly PenaltyTerm _given;
    private readonly string? _pattern;
    private readonly Dictionary<Parameter, OptimizerGroup> _groups = new(ReferenceEqualityComparer.Instance);
    private nn.Module? _model;
    private Parameter[]? _parameters;
    private PenaltyTerm _within;

    public PenaltyTarget(PenaltyTerm term, string? pattern)
    {
        _given = _within = term;
        _pattern = pattern;
        Name = term.ToString();
        Penalty = term.Penalty;
    }

    public string Name { get; }

    /// <summary>The penalty as it is at the current step.</summary>
    public IPenalty Penalty { get; private set; }

    public void Begin(nn.Module model, RunLength? run)
    {
        _model = model;
        _within = run is { } known ? _given.Within(known) : _given;
        Refresh();
    }

    public void MoveTo(long step)
    {
        if (_given.Moves) Penalty = _within.At(step).Penalty;
    }

    /// <summary>The value; unless the step is proximal, the gradient is added.</summary>
    public double Add(bool script)
    {
        double sum = 0;
        foreach (Parameter parameter in Current())
        {
            if (parameter.requires_grad) sum += PenaltyOnTensors.Add(Penalty, parameter, script);
        }

        return sum;
    }

    public void Prox(TorchOptimizer optimizer, bool script)
    {
        foreach (Parameter parameter in Current())
        {
            if (GroupOf(parameter, optimizer) is { } group) PenaltyOnTensors.Prox(Penalty, parameter, group.LearningRate, script);
        }
    }

    /// <summary>TorchSharp's module.to replaces parameters by new ones: take up the new ones.</summary>
    private Parameter[] Current()
    {
        foreach (Parameter parameter in _parameters ?? throw new InvalidOperationException("The objective does not know its model yet; call Begin(model) before the first step."))
        {
            if (parameter.IsInvalid) return Refresh();
        }

        return _parameters;
    }

    private Parameter[] Refresh()
    {
        _groups.Clear();
        (string name, Parameter parameter)[] all = [.. _model!.named_parameters()];
        _parameters = [.. all.Where(named => Belongs(named.name, named.parameter)).Select(named => named.parameter)];
        if (_parameters.Length > 0) return _parameters;
        string known = all.Length == 0 ? "none" : string.Join(", ", all.Select(named => $"{named.name} [{string.Join(", ", named.parameter.shape)}]"));
        throw new ArgumentException($"{Name} finds no parameter{(_pattern is null ? "" : $" that fits '{_pattern}'")} to penalise; the model has {known}.");
    }

    private bool Belongs(string name, Parameter parameter) => PenaltyOnTensors.Fits(Penalty, parameter)
        && (_pattern is not null ? FileSystemName.MatchesSimpleExpression(_pattern, name, ignoreCase: false) : Penalty.On == PenaltyScope.All || parameter.dim() >= 2);

    private OptimizerGroup? GroupOf(Parameter parameter, TorchOptimizer optimizer)
    {
        if (_groups.TryGetValue(parameter, out OptimizerGroup? known) && optimizer.Groups.Contains(known)) return known;
        foreach (OptimizerGroup group in optimizer.Groups)
        {
            if (!group.Parameters.Contains(parameter, ReferenceEqualityComparer.Instance)) continue;
            _groups[parameter] = group;
            return group;
        }

        return null;
    }
}
