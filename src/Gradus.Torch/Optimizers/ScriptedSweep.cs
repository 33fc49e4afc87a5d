using Gradus.Drivers;
using Gradus.Optimizers;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>The step of parameters that a CPU sweep cannot reach, one unit after the other: a tensor, or a row of it.</summary>
internal sealed unsafe class ScriptedSweep : MeasuredStep, IDisposable
{
    private readonly ScriptedStep _script = new();
    private readonly List<ParameterState> _parameters = [];
    private readonly List<int> _owners = [];
    private int _slots;
    private bool _byRow;

    public int Count => _parameters.Count;

    protected override int Units => _owners.Count;

    protected override int Tensors => _parameters.Count;

    public void Add(ParameterState state, int slots)
    {
        _parameters.Add(state);
        _slots = slots;
    }

    /// <summary>Forgets what was added.</summary>
    public void Finish() => _parameters.Clear();

    public void Dispose() => _script.Dispose();

    protected override void Cut(bool byRow)
    {
        _byRow = byRow;
        _owners.Clear();
        for (int i = 0; i < _parameters.Count; i++)
        {
            long rows = byRow ? Math.Max(1, _parameters[i].Rows) : 1;
            for (long row = 0; row < rows; row++) _owners.Add(i);
        }
    }

    protected override int OwnerOf(int unit) => _owners[unit];

    protected override (long Step, bool IsVector) Describe(int tensor) => (_parameters[tensor].Steps, _parameters[tensor].Rows == 0);

    protected override double* CarriedOf(int tensor) => _parameters[tensor].Carried;

    protected override void Measure(Span<Measures> units)
    {
        using IDisposable off = no_grad();
        for (int unit = 0; unit < units.Length; unit++)
        {
            using IDisposable scope = NewDisposeScope();
            (Tensor parameter, Tensor gradient, _) = View(unit);
            units[unit] = (Optimizer.Needs & (Needs.Gradient | Needs.Weights)) == 0
                ? new(gradient.numel(), 0, 0, 0)
                : new(gradient.numel(), gradient.to(ScalarType.Float64).sum().item<double>(), Squares(gradient), Squares(parameter));
        }
    }

    protected override void AddNoise(int wrappers)
    {
        using IDisposable off = no_grad();
        for (int unit = 0; unit < _owners.Count; unit++)
        {
            using IDisposable scope = NewDisposeScope();
            Tensor gradient = _parameters[_owners[unit]].Parameter.grad!;
            _script.Change(Optimizer, Context(unit), wrappers, IsRow(unit) ? gradient.select(0, Row(unit)) : gradient);
        }

        for (int i = 0; i < _parameters.Count; i++)
        {
            using IDisposable scope = NewDisposeScope();
            double[] numbers = new double[_parameters[i].Count];
            ((Noise)Optimizer.Wrappers[wrappers]).Fill(numbers, _parameters[i].Key, _parameters[i].Steps);
            Tensor gradient = _parameters[i].Parameter.grad!;
            gradient.add_(tensor(numbers, dtype: ScalarType.Float64).reshape(gradient.shape).to(gradient.dtype, gradient.device));
        }
    }

    protected override void Look(Span<Sums> tensors)
    {
        for (int unit = 0; unit < _owners.Count; unit++)
        {
            using IDisposable scope = NewDisposeScope();
            (Tensor parameter, Tensor gradient, Tensor[] slots) = View(unit);
            tensors[_owners[unit]] += _script.Look(Optimizer, Context(unit), parameter, gradient, slots);
        }
    }

    protected override Sums Sweep()
    {
        Sums total = default;
        for (int unit = 0; unit < _owners.Count; unit++)
        {
            using IDisposable off = no_grad(), scope = NewDisposeScope();
            (Tensor parameter, Tensor gradient, Tensor[] slots) = View(unit);
            Tensor? before = MeasuresItself ? parameter.to(ScalarType.Float64, copy: true) : null;
            _script.Step(Optimizer, Context(unit), parameter, gradient, slots);
            if (before is null) continue;
            total += new Sums(Squares(gradient), Squares(parameter - before));
        }

        return total;
    }

    private static double Squares(Tensor values)
    {
        Tensor wide = values.to(ScalarType.Float64);
        return (wide * wide).sum().item<double>();
    }

    private bool IsRow(int unit) => _byRow && _parameters[_owners[unit]].Rows > 0;

    private long Row(int unit) => unit - _owners.IndexOf(_owners[unit]);

    /// <summary>A unit's parameter, gradient and slots, in the dispose scope of the caller.</summary>
    private (Tensor Parameter, Tensor Gradient, Tensor[] Slots) View(int unit)
    {
        int owner = _owners[unit];
        ParameterState state = _parameters[owner];
        using IDisposable off = no_grad();
        Tensor parameter = state.Parameter.detach(), gradient = (state.Parameter.grad ?? parameter).to(state.Type);
        Tensor[] slots = [.. Enumerable.Range(0, _slots).Select(state.Slot)];
        if (!IsRow(unit)) return (parameter, gradient, slots);
        long row = Row(unit);
        return (parameter.select(0, row), gradient.select(0, row), [.. slots.Select(slot => slot.select(0, row))]);
    }
}
