namespace Gradus.Minimization;

/// <summary>One minimisation by L-BFGS, or by L-BFGS-B where there are bounds.</summary>
internal sealed class LbfgsRun
{
    /// <summary>How often a function is evaluated along one line at most: enough to leave the range of numbers.</summary>
    private const int MostTrials = 1200;

    /// <summary>After so many steps in a row that lowered neither the value nor the gradient, rounding is all there is left.</summary>
    private const int MostIdle = 50;

    private readonly Objective _f;
    private readonly LbfgsOptions _options;
    private readonly LbfgsMemory _memory;
    private readonly Box? _box;
    private readonly BoundedModel? _model;
    private readonly double[] _x, _gradient, _before, _gradientBefore, _lowestX, _lowestGradient, _d;
    private double _value, _lowestValue = double.PositiveInfinity, _lowestNorm = double.PositiveInfinity;
    private int _iterations, _evaluations, _idle;

    public LbfgsRun(Objective f, ReadOnlySpan<double> start, LbfgsOptions options)
    {
        int n = start.Length;
        (_f, _options, _memory, _x) = (f, options, new(options.Memory, n, options.IsBounded), start.ToArray());
        (_gradient, _before, _gradientBefore, _d) = (new double[n], new double[n], new double[n], new double[n]);
        (_lowestX, _lowestGradient) = (new double[n], new double[n]);
        if (!options.IsBounded) return;
        _box = new(options, n);
        _model = new(_memory, options.Memory, _box, n);
        for (int i = 0; i < n; i++) _x[i] = _box.Clamp(i, _x[i]);
    }

    private double GradientNorm => _box?.ProjectedNorm(_x, _gradient) ?? Vectors.MaxNorm(_gradient);

    public MinimizationResult Run(CancellationToken cancellation)
    {
        _value = _f(_x, _gradient);
        _evaluations = 1;
        Stopping.CheckFirst(_value, _gradient, "The function", "gradient");
        StopReason? reason = GradientNorm <= _options.GradientTolerance ? StopReason.Gradient : null;
        while (reason is null)
        {
            cancellation.ThrowIfCancellationRequested();
            reason = _iterations >= _options.MaxIterations ? StopReason.MaxIterations
                : _evaluations >= _options.MaxEvaluations ? StopReason.MaxEvaluations
                : Advance(cancellation);
        }

        string gradient = _box is null ? "gradient" : "projected gradient";
        string explanation = Stopping.Explain(_options, reason.Value, gradient, GradientNorm, _idle < MostIdle ? "along the steepest descent" : "in many steps");
        return new(_x, _value, _gradient, _iterations, _evaluations, reason.Value, Stopping.Counted(explanation, _value, _iterations, _evaluations));
    }

    /// <summary>One step; says whether it was the last.</summary>
    private StopReason? Advance(CancellationToken cancellation)
    {
        double slope = Descend();
        // The model may be spoilt by rounding: forget it, and if even the steepest descent does not fall, give up.
        if (!(slope < 0) && _memory.Count > 0)
        {
            _memory.Clear();
            slope = Descend();
        }

        if (double.IsNegativeInfinity(slope)) slope = Shorten();
        if (!(slope < 0)) return StopReason.NoProgress;
        double most = _box is null ? double.MaxValue : Math.Max(1, _box.Reach(_x, _d));
        // Without a model of the curvature the first step is short, unless bounds on every variable tell how far is far.
        double first = _memory.Count > 0 || _box?.IsClosed == true ? 1 : Math.Min(1, 1 / Math.Sqrt(Vectors.Dot(_d, _d)));
        LineSearch search = new(new(0, _value, slope), first, most, _options.Decrease, _options.Curvature);

        double valueBefore = _value;
        _x.CopyTo(_before, 0);
        _gradient.CopyTo(_gradientBefore, 0);
        TrialStep step = default, lowest = new(0, _value, slope);
        Keep();
        for (int trials = 0; !search.IsFound && !search.IsStuck && trials < MostTrials && _evaluations < _options.MaxEvaluations; trials++)
        {
            cancellation.ThrowIfCancellationRequested();
            step = Evaluate(search.Next);
            if (double.IsNegativeInfinity(step.F)) break;
            search.Take(step);
            if (search.IsFound || !(step.F < lowest.F) || !double.IsFinite(step.G)) continue;
            lowest = step;
            Keep();
        }

        if (!search.IsFound)
        {
            // The conditions were not met; whatever is lower is still a step forward.
            Restore(lowest.F);
            if (double.IsNegativeInfinity(step.F)) return StopReason.Unbounded;
            if (lowest.Alpha == 0) return Retreat();
            step = lowest;
        }

        _iterations++;
        _memory.Add(_x, _before, _gradient, _gradientBefore);
        double norm = GradientNorm;
        _options.OnStep?.Invoke(new(_iterations, _evaluations, step.Alpha, most, valueBefore, slope, _value, step.G, norm));
        return Stopping.Judge(_options, valueBefore, _value, norm, _x, _before) ?? (IsIdle(norm) ? StopReason.NoProgress : null);
    }

    /// <summary>After a line that leads nowhere: tries again without the memory, unless there is none.</summary>
    private StopReason? Retreat()
    {
        if (_evaluations >= _options.MaxEvaluations) return StopReason.MaxEvaluations;
        if (_memory.Count == 0) return StopReason.NoProgress;
        _memory.Clear();
        return null;
    }

    private bool IsIdle(double norm)
    {
        _idle = _value < _lowestValue || norm < _lowestNorm ? 0 : _idle + 1;
        (_lowestValue, _lowestNorm) = (Math.Min(_value, _lowestValue), Math.Min(norm, _lowestNorm));
        return _idle >= MostIdle;
    }

    private void Keep()
    {
        _x.CopyTo(_lowestX, 0);
        _gradient.CopyTo(_lowestGradient, 0);
    }

    private void Restore(double value)
    {
        _lowestX.CopyTo(_x, 0);
        _lowestGradient.CopyTo(_gradient, 0);
        _value = value;
    }

    private double Descend()
    {
        if (_model is null)
        {
            _memory.Descend(_gradient, _d);
        }
        else if (!_model.Descend(_x, _gradient, _d))
        {
            if (_memory.Count == 0) return 0;
            _memory.Clear();
            return Descend();
        }

        return Vectors.Dot(_gradient, _d);
    }

    /// <summary>Where the slope along d is beyond the range of numbers, that along d/‖d‖ is not.</summary>
    private double Shorten()
    {
        double length = Vectors.Norm(_d);
        for (int i = 0; i < _d.Length; i++) _d[i] /= length;
        return Vectors.Dot(_gradient, _d);
    }

    /// <summary>Goes to x + α d of the line, and looks there.</summary>
    private TrialStep Evaluate(double α)
    {
        for (int i = 0; i < _x.Length; i++)
        {
            double x = _before[i] + α * _d[i];
            _x[i] = _box is null ? x : _box.Clamp(i, x);
        }

        _evaluations++;
        _value = _f(_x, _gradient);
        return new(α, _value, Vectors.Dot(_gradient, _d));
    }
}
