using System.Runtime.InteropServices;
using Gradus.Drivers;
using Gradus.Surfaces;

namespace Gradus.Optimizers;

/// <summary>One parameter of two elements, a row of a matrix, with its gradient and state, moved by the driver that moves every other.</summary>
internal sealed unsafe class ElementwiseWalk : Walk
{
    private const int Elements = 2;

    private readonly UpdateDriver<double> _driver = new() { Width = Width.Scalar };
    private readonly ElementwiseOptimizer _optimizer;
    private readonly ElementwiseOptimizer? _averaging, _ascent;
    private readonly double* _memory;
    private long _steps;
    private readonly Segment<double>[] _segment, _averaged;

    public ElementwiseWalk(ElementwiseOptimizer optimizer, Point start)
    {
        _optimizer = optimizer;
        _averaging = optimizer.Averaging();
        _ascent = optimizer.Wrappers.OfType<Sam>().FirstOrDefault()?.Ascent(optimizer.Maximize);
        Gathers = optimizer.Wrappers.OfType<Accumulate>().FirstOrDefault()?.Every ?? 1;
        SlotNames = RuleFormula.SlotsOf(optimizer);
        int numbers = Elements * (3 + SlotNames.Count) + optimizer.CarriedNames.Count;
        _memory = (double*)NativeMemory.AllocZeroed((nuint)numbers, sizeof(double));
        (_memory[0], _memory[1]) = start;
        Span<double> state = State;
        for (int i = 0; i < state.Length; i++) state[i] = optimizer.InitialState(i / Elements);
        double* first = _memory + 3 * Elements;
        _segment = [new(_memory, _memory + Elements, first, Elements, Elements) { Carried = first + Elements * SlotNames.Count, Rows = 1 }];
        _averaged = [new(_memory + 2 * Elements, _memory + Elements, first, Elements, Elements)];
    }

    public override Point Position => new(_memory[0], _memory[1]);

    public override bool Averages => _averaging is not null;

    public override IReadOnlyList<string> SlotNames { get; }

    public override int Gathers { get; }

    public override Point Slot(int slot) => new(State[Elements * slot], State[Elements * slot + 1]);

    /// <summary>The state, slot by slot.</summary>
    private Span<double> State => new(_memory + 3 * Elements, SlotNames.Count * Elements);

    public override Point Uphill(Point gradient, Func<Point> gradientThere)
    {
        if (_ascent is null) return gradient;
        Point from = Position;
        (_memory[Elements], _memory[Elements + 1]) = gradient;
        _driver.Step(_ascent, new(1, 0), _segment);
        Point found = gradientThere();
        (_memory[0], _memory[1]) = from;
        return found;
    }

    public override void Step(StepContext at, Point gradient)
    {
        (_memory[Elements], _memory[Elements + 1]) = gradient;
        // A step that is refused does not count.
        if (_driver.Step(_optimizer, at with { Step = _steps + 1 }, _segment) is null) _steps++;
    }

    public override Point Average()
    {
        double* average = _memory + 2 * Elements;
        (average[0], average[1]) = Position;
        if (_steps > 0) _driver.Step(_averaging!, new(_steps, _optimizer.Lr), _averaged);
        return new(average[0], average[1]);
    }

    protected override void Free() => NativeMemory.Free(_memory);
}
