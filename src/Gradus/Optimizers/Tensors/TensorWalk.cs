using Gradus.Algebra;
using Gradus.Surfaces;

namespace Gradus.Optimizers;

/// <summary>The point as one vector of two elements, in double precision.</summary>
internal sealed class TensorWalk(TensorOptimizer optimizer, Point start) : Walk(start)
{
    private static readonly TensorShape s_shape = new(2, 1, IsVector: true);
    private readonly TensorState<DenseMatrix> _state = new(optimizer.Slots(s_shape), slot => new((int)slot.Rows, (int)slot.Columns));

    public override void Step(StepContext at, Point gradient)
    {
        DenseMatrix θ = optimizer.Step(at, s_shape, Vector(Position), Vector(gradient), _state);
        Position = new(θ[0, 0], θ[1, 0]);
    }

    private static DenseMatrix Vector(Point point) => new(2, 1, [point.X, point.Y]);
}
