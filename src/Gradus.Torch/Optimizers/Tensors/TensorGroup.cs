using Gradus.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>Parameters of a rule of whole tensors, stepped one after the other by libtorch on any device.</summary>
internal sealed class TensorGroup : OptimizerGroup
{
    private readonly TensorOptimizer _rule;
    private readonly Dictionary<ParameterState, TensorMemory> _memories;
    private readonly List<ParameterState> _gathered = [];
    private bool _rests;

    public TensorGroup(TensorOptimizer rule, IEnumerable<(string Name, Parameter Parameter)> parameters) : base(rule, parameters)
    {
        _rule = rule;
        _memories = States.ToDictionary(state => state, state => new TensorMemory(state, rule));
    }

    internal override long StateBytes => _memories.Values.Sum(memory => memory.Bytes);

    internal override Sums Run(bool measuresNorms)
    {
        Sums squares = default;
        foreach (ParameterState state in _gathered) squares += TensorStep.Run(_rule, At with { Step = state.Steps }, state.Parameter, _memories[state], measuresNorms);
        return squares;
    }

    /// <summary>Weights that a rule of whole tensors moves stay where they are while others climb.</summary>
    internal override void Climb(Sam? sam) => _rests = sam is not null;

    internal override void AddStateTo(Dictionary<string, Tensor> all)
    {
        foreach (ParameterState state in States) _memories[state].AddTo(all);
    }

    internal override void CheckState(IReadOnlyDictionary<string, Tensor> all, HashSet<string> known)
    {
        foreach (ParameterState state in States) _memories[state].Check(all, known);
    }

    internal override void LoadState(IReadOnlyDictionary<string, Tensor> all)
    {
        foreach (ParameterState state in States) _memories[state].Load(all);
    }

    private protected override void Begin(StepPath path) => _gathered.Clear();

    private protected override void Gather(ParameterState state, nint gradient)
    {
        _memories[state].Prepare();
        state.Steps++;
        if (!_rests) _gathered.Add(state);
    }

    private protected override void End(bool stepped) => _gathered.Clear();

    private protected override void Forget(ParameterState state)
    {
        base.Forget(state);
        if (_memories.Remove(state, out TensorMemory? memory)) memory.Dispose();
    }
}
