using Gradus.Algebra;
using Gradus.Surfaces;

namespace Gradus.Optimizers;

/// <summary>The point as one vector of two elements, in double precision.</summary>
internal sealed class TensorWalk : Walk
{
    private static readonly TensorShape s_shape = new(2, 1, IsVector: true);
    private readonly TensorOptimizer _optimizer;
    private readonly TensorState<DenseMatrix> _state;
    private readonly (int Slot, int Column)[] _columns;
    private DenseMatrix _position;

    public TensorWalk(TensorOptimizer optimizer, Point start)
    {
        _optimizer = optimizer;
        _state = new(optimizer.Slots(s_shape), slot => new((int)slot.Rows, (int)slot.Columns));
        _columns = [.. _state.Slots.SelectMany((slot, i) => Enumerable.Range(0, (int)slot.Columns).Select(column => (i, column)))];
        _position = Vector(start);
    }

    public override Point Position => new(_position[0, 0], _position[1, 0]);

    /// <summary>A matrix is told by its columns, which belong to x and to y.</summary>
    public override IReadOnlyList<string> SlotNames => [.. _columns.Select(at => _state.Slots[at.Slot] is { Columns: 1, Name: var name } ? name : $"{_state.Slots[at.Slot].Name}.{"xy"[at.Column]}")];

    public override Point Slot(int slot)
    {
        (int matrix, int column) = _columns[slot];
        return new(_state[matrix][0, column], _state[matrix][1, column]);
    }

    public override void Step(StepContext at, Point gradient) => _position = _optimizer.Step(at, s_shape, _position, Vector(gradient), _state);

    private static DenseMatrix Vector(Point point) => new(2, 1, [point.X, point.Y]);
}
