using Gradus.Optimizers;

namespace Gradus.Drivers;

/// <summary>
/// The step of an optimizer that must know its gradients before it can begin: measure, look, step. Between these the caller
/// adds up what several of them found, where an optimizer's parameters are of several types or groups.
/// </summary>
/// <remarks>A unit is a tensor, or one row of it where the optimizer looks at rows.</remarks>
public abstract unsafe class MeasuredStep
{
    private Measures[] _own = [];
    private Carried[] _carried = [];
    private Sums[] _found = [];
    private bool _hasLooked;

    /// <summary>The rule and its hyperparameters.</summary>
    protected ElementwiseOptimizer Optimizer { get; private set; } = null!;

    /// <summary>Which step, and at which rate.</summary>
    protected StepContext At { get; private set; }

    /// <summary>Whether the step also measures itself: then <see cref="GradientSquares"/> and <see cref="UpdateSquares"/> tell.</summary>
    public bool MeasuresItself { get; set; }

    /// <summary>Σg² of the last step that measured itself, before any wrapper.</summary>
    public double GradientSquares { get; private set; }

    /// <summary>Σ(Δθ)² of the last step that measured itself.</summary>
    public double UpdateSquares { get; private set; }

    /// <summary>How many units there are.</summary>
    protected abstract int Units { get; }

    /// <summary>How many tensors.</summary>
    protected abstract int Tensors { get; }

    /// <summary>Measures what the step needs of the gradients.</summary>
    /// <param name="optimizer">The rule and its hyperparameters.</param>
    /// <param name="at">Which step, and at which rate.</param>
    /// <returns>What these parameters contribute to the measures of the whole.</returns>
    public Measures Measure(ElementwiseOptimizer optimizer, StepContext at)
    {
        Optimizer = optimizer;
        At = at;
        _hasLooked = false;
        Cut(optimizer.Needs.HasFlag(Needs.Rows));
        Grow(ref _own, Units);
        Grow(ref _carried, Units);
        Grow(ref _found, Tensors);
        _own.AsSpan(0, Units).Clear();
        Measure(_own.AsSpan(0, Units));
        Measures whole = default;
        for (int unit = 0; unit < Units; unit++) whole += Wrapping.ShareOfWhole(optimizer, Context(unit));
        return whole;
    }

    /// <summary>Takes the look that the optimizer asks for before it steps.</summary>
    /// <param name="whole">The measures of the whole.</param>
    /// <returns>What these parameters contribute to what is found in the whole.</returns>
    public Sums Look(Measures whole)
    {
        At = At with { Whole = whole };
        Carry(recall: true);
        Span<Sums> found = _found.AsSpan(0, Tensors);
        found.Clear();
        if (Optimizer.Needs.HasFlag(Needs.Probe)) Look(found);
        Sums total = default;
        foreach (Sums sums in found) total += sums;
        return total;
    }

    /// <summary>Takes the step.</summary>
    /// <param name="found">What was found in the whole.</param>
    public void Step(Sums found)
    {
        _hasLooked = Optimizer.Needs.HasFlag(Needs.Probe);
        if (_hasLooked && Optimizer.RuleNeeds.HasFlag(Needs.Whole)) _found.AsSpan(0, Tensors).Fill(found);
        Carry(recall: false);
        Sums own = Sweep();
        (GradientSquares, UpdateSquares) = (own.A, own.B);
    }

    /// <summary>What the rule may know of a unit.</summary>
    protected StepContext Context(int unit)
    {
        int owner = OwnerOf(unit);
        (long step, bool isVector) = Describe(owner);
        return At with
        {
            Step = step == 0 ? At.Step : step,
            IsVector = isVector,
            Own = _own[unit],
            Found = _hasLooked ? _found[owner] : null,
            Carried = _carried[unit],
        };
    }

    /// <summary>Cuts the parameters into units.</summary>
    protected abstract void Cut(bool byRow);

    /// <summary>Which tensor a unit belongs to; the units of a tensor lie side by side.</summary>
    protected abstract int OwnerOf(int unit);

    /// <summary>The step that a tensor is about to take, or 0 for that of all, and whether it is a vector.</summary>
    protected abstract (long Step, bool IsVector) Describe(int tensor);

    /// <summary>Where the numbers lie that the rule remembers for a tensor's units.</summary>
    protected abstract double* CarriedOf(int tensor);

    /// <summary>Adds the measures of each unit.</summary>
    protected abstract void Measure(Span<Measures> units);

    /// <summary>Adds what the probe finds in each tensor.</summary>
    protected abstract void Look(Span<Sums> tensors);

    /// <summary>Updates each unit.</summary>
    /// <returns>Σg² and Σ(Δθ)², where asked for.</returns>
    protected abstract Sums Sweep();

    /// <summary>Reads the numbers that the rule remembers of each unit, or takes their step.</summary>
    private void Carry(bool recall)
    {
        int names = Optimizer.CarriedNames.Count, owner = -1, row = 0;
        if (names == 0) return;
        for (int unit = 0; unit < Units; unit++)
        {
            row = OwnerOf(unit) == owner ? row + 1 : 0;
            owner = OwnerOf(unit);
            double* place = CarriedOf(owner) + row * names;
            if (recall)
            {
                _carried[unit] = new(place[0], names > 1 ? place[1] : 0);
                continue;
            }

            Wrapping.Fold(Optimizer, Context(unit), out StepContext inner);
            Carried now = _carried[unit] = Optimizer.Carry(_carried[unit], inner);
            place[0] = now.First;
            if (names > 1) place[1] = now.Second;
        }
    }

    private protected static void Grow<TItem>(ref TItem[] items, int count)
    {
        if (items.Length < count) items = new TItem[Math.Max(count, 2 * items.Length)];
    }
}
