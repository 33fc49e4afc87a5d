using Gradus.Drivers;
using Gradus.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>Parameters of an elementwise rule: swept together where they lie in memory, by script elsewhere.</summary>
internal sealed class ElementwiseGroup : OptimizerGroup
{
    private readonly ElementwiseOptimizer _rule;
    private readonly IReadOnlyList<string> _slots;
    private readonly FusedStep<float> _floats = new(Width.Widest);
    private readonly FusedStep<double> _doubles = new(Width.Widest);
    private readonly FusedStep<float> _scalarFloats = new(Width.Scalar);
    private readonly FusedStep<double> _scalarDoubles = new(Width.Scalar);
    private readonly ScriptedSweep _scripted = new();
    private readonly ElementwiseOptimizer? _averaging;
    private readonly bool _addsNoise;
    private ElementwiseOptimizer _acting;
    private StepPath _path;

    public ElementwiseGroup(ElementwiseOptimizer rule, IEnumerable<(string Name, Parameter Parameter)> parameters) : base(rule, parameters)
    {
        _rule = _acting = rule;
        _averaging = rule.Averaging();
        _addsNoise = rule.Needs.HasFlag(Needs.Noise);
        _slots = RuleFormula.SlotsOf(rule);
    }

    internal override ValueList<Wrapper> Wrappers => _rule.Wrappers;

    internal override bool HasAverage => _averaging is not null;

    internal override long StateBytes => States.Sum(state => state.Bytes);

    internal override bool AddParts(List<(ElementwiseOptimizer Rule, StepContext At, MeasuredStep Part)> parts, bool measuresNorms)
    {
        if (!measuresNorms && _acting.Needs == Needs.None) return false;
        if (Floats.Measured is { } floats) parts.Add((_acting, At, floats));
        if (Doubles.Measured is { } doubles) parts.Add((_acting, At, doubles));
        if (_scripted.Count > 0) parts.Add((_acting, At, _scripted));
        return true;
    }

    internal override string? Refusal(Measures whole) => _acting.Refusal(whole);

    internal override double? ClipFactor(Measures whole)
    {
        for (int i = 0; i < _acting.Wrappers.Count; i++)
        {
            if (_acting.Wrappers[i] is ClipNorm { PerTensor: false } clip) return clip.Factor(whole);
        }

        return null;
    }

    private protected override void Begin(StepPath path) => _path = path;

    /// <summary>Parameters are met one after the other, to be swept together; the few that a sweep cannot take as they lie, and those of other devices and types, follow singly.</summary>
    private protected override void Gather(ParameterState state, nint gradient)
    {
        state.Steps++;
        Place(state, gradient);
    }

    private void Place(ParameterState state, nint gradient)
    {
        // Noise is written into the gradient, which a sweep does in float32 and float64 only.
        bool isSwept = _path != StepPath.Script && !(_addsNoise && state.Parameter.dtype == ScalarType.BFloat16);
        state.Prepare(_rule, _slots.Count, isSwept);
        if (!isSwept || !state.IsOnCpu) _scripted.Add(state, _slots.Count);
        else if (state.Type is ScalarType.Float32 or ScalarType.BFloat16) Floats.Add(state, gradient);
        else if (state.Type == ScalarType.Float64) Doubles.Add(state, gradient);
        else _scripted.Add(state, _slots.Count);
    }

    internal override Sums Run(bool measuresNorms)
    {
        Floats.Run(_acting, At);
        Doubles.Run(_acting, At);
        if (_scripted.Count == 0) return default;
        _scripted.Measure(_acting, At);
        _scripted.Step(default);
        return default;
    }

    internal override void Climb(Sam? sam) => _acting = sam?.Ascent(_rule.Maximize) ?? _rule;

    internal override IReadOnlyList<(Parameter Parameter, Tensor Weights)> MoveToAverage()
    {
        using IDisposable off = no_grad();
        List<(Parameter, Tensor)> before = [];
        foreach (ParameterState state in States.Where(state => state.Steps > 0))
        {
            before.Add((state.Parameter, state.Parameter.detach().clone().DetachFromDisposeScope()));
            Place(state, state.Parameter.Handle);
        }

        _acting = _averaging!;
        Run(measuresNorms: false);
        End(stepped: true);
        _acting = _rule;
        return before;
    }

    internal override void AddStateTo(Dictionary<string, Tensor> all)
    {
        foreach (ParameterState state in States) state.AddTo(all, _rule, _slots);
    }

    internal override void CheckState(IReadOnlyDictionary<string, Tensor> all, HashSet<string> known)
    {
        foreach (ParameterState state in States) state.Check(all, _rule, _slots, known);
    }

    internal override void LoadState(IReadOnlyDictionary<string, Tensor> all)
    {
        foreach (ParameterState state in States) state.Load(all, _rule, _slots);
    }

    private protected override void End(bool stepped)
    {
        Floats.Finish(stepped);
        Doubles.Finish(stepped);
        _scripted.Finish();
    }

    private protected override void Free() => _scripted.Dispose();

    private FusedStep<float> Floats => _path == StepPath.Scalar ? _scalarFloats : _floats;

    private FusedStep<double> Doubles => _path == StepPath.Scalar ? _scalarDoubles : _doubles;
}
