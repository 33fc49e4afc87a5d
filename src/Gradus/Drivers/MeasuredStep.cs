using Gradus.Optimizers;

namespace Gradus.Drivers;

/// <summary>
/// The step of an optimizer that must know its gradients before it can begin: measure, look, step. Between these the caller
/// adds up what several of them found, where an optimizer's parameters are of several types or groups.
/// </summary>
/// <remarks>A unit is a tensor, or one row of it where the optimizer looks at rows.</remarks>
public abstract unsafe class MeasuredStep
{
    private Measures[] _own = [], _tensors = [];
    private Carried[] _carried = [], _before = [];
    private Sums[] _found = [];
    private int _noise, _whole;
    private bool _hasLooked;

    /// <summary>The rule and its hyperparameters.</summary>
    protected ElementwiseOptimizer Optimizer { get; private set; } = null!;

    /// <summary>Which step, and at which rate.</summary>
    protected StepContext At { get; private set; }

    /// <summary>Whether the step also measures itself: then <see cref="GradientSquares"/> and <see cref="UpdateSquares"/> tell.</summary>
    public bool MeasuresItself { get; set; }

    /// <summary>Σg² of the last step that measured itself: before any wrapper, or with the noise where there is some.</summary>
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
        _noise = Wrapping.PlaceOf(optimizer, Needs.Noise);
        _whole = Wrapping.PlaceOf(optimizer, Needs.Whole);
        Cut(optimizer.Needs.HasFlag(Needs.Rows));
        Grow(ref _own, Units);
        Grow(ref _carried, Units);
        Grow(ref _before, Units);
        Grow(ref _found, Tensors);
        Grow(ref _tensors, Tensors);
        MeasureUnits();
        if (_noise >= 0 && !NoiseWaits) AddNoise();
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
        if (_noise >= 0 && NoiseWaits) AddNoise();
        if (Wrapping.SeesTensor(Optimizer)) SumTensors();
        Recall();
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
        Carry();
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
            Before = _before[unit],
            Tensor = _tensors[owner],
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

    /// <summary>Makes of each gradient what the first few wrappers make of it, plus noise, in memory.</summary>
    /// <param name="wrappers">How many; the noise itself is the one behind them.</param>
    protected abstract void AddNoise(int wrappers);

    /// <summary>Adds what the probe finds in each tensor.</summary>
    protected abstract void Look(Span<Sums> tensors);

    /// <summary>Updates each unit.</summary>
    /// <returns>Σg² and Σ(Δθ)², where asked for.</returns>
    protected abstract Sums Sweep();

    /// <summary>Whether what comes before the noise must know of all tensors first; then a refused step leaves the gradients alone, too.</summary>
    private bool NoiseWaits => _whole >= 0 && _whole < _noise;

    private void MeasureUnits()
    {
        _own.AsSpan(0, Units).Clear();
        Measure(_own.AsSpan(0, Units));
    }

    private void AddNoise()
    {
        AddNoise(_noise);
        MeasureUnits();
    }

    private void SumTensors()
    {
        Span<Measures> tensors = _tensors.AsSpan(0, Tensors);
        tensors.Clear();
        for (int unit = 0; unit < Units; unit++)
        {
            StepContext at = Context(unit);
            tensors[OwnerOf(unit)] += Wrapping.Fold(Optimizer, at, Optimizer.Wrappers.Count).Of(at.Own);
        }
    }

    /// <summary>Reads the numbers that the rule remembers of each unit.</summary>
    private void Recall()
    {
        int names = Optimizer.CarriedNames.Count, row = 0;
        for (int unit = 0, owner = -1; names > 0 && unit < Units; unit++)
        {
            double* place = PlaceOf(unit, ref owner, ref row, names);
            _carried[unit] = _before[unit] = new(place[0], names > 1 ? place[1] : 0);
        }
    }

    /// <summary>Takes the step of these numbers.</summary>
    private void Carry()
    {
        int names = Optimizer.CarriedNames.Count, row = 0;
        for (int unit = 0, owner = -1; names > 0 && unit < Units; unit++)
        {
            double* place = PlaceOf(unit, ref owner, ref row, names);
            Wrapping.Fold(Optimizer, Context(unit), out StepContext inner);
            Carried now = _carried[unit] = Optimizer.Carry(_before[unit], inner);
            place[0] = now.First;
            if (names > 1) place[1] = now.Second;
        }
    }

    /// <summary>Where a unit's numbers lie; the units of a tensor lie side by side.</summary>
    private double* PlaceOf(int unit, ref int owner, ref int row, int names)
    {
        row = OwnerOf(unit) == owner ? row + 1 : 0;
        owner = OwnerOf(unit);
        return CarriedOf(owner) + row * names;
    }

    private protected static void Grow<TItem>(ref TItem[] items, int count)
    {
        if (items.Length < count) items = new TItem[Math.Max(count, 2 * items.Length)];
    }
}
