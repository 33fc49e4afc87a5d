namespace Gradus.Minimization;

/// <summary>One minimisation of ‖r(x)‖² by Levenberg–Marquardt with Moré's scaled trust region.</summary>
internal sealed class LeastSquaresRun
{
    /// <summary>The unit roundoff: below it neither a promised nor a found decrease says anything.</summary>
    private const double Rounding = 2.220446049250313e-16;

    /// <summary>A larger share of ‖r‖² that was promised and not found is more than rounding: the Jacobian is wrong.</summary>
    private const double Hidden = 1e-10;

    /// <summary>The share of the promised decrease that makes a step acceptable.</summary>
    private const double Acceptable = 1e-4;

    private readonly ResidualFunction _f;
    private readonly LeastSquaresOptions _options;
    private readonly PivotedQr _qr;
    private readonly LevenbergStep _step;
    private readonly int _m, _n;
    private readonly double[] _x, _before, _trial, _trialResiduals, _gradient, _d, _w, _turned;
    private double[] _residuals, _jacobian, _nextResiduals, _nextJacobian;
    private double _norm, _radius;
    private int _iterations, _evaluations;

    public LeastSquaresRun(ResidualFunction f, int residuals, ReadOnlySpan<double> start, LeastSquaresOptions options)
    {
        (_f, _options, _m, _n, _x) = (f, options, residuals, start.Length, start.ToArray());
        (_before, _trial, _gradient, _d, _w) = (new double[_n], new double[_n], new double[_n], new double[_n], new double[_n]);
        (_residuals, _nextResiduals, _trialResiduals, _turned) = (new double[_m], new double[_m], new double[_m], new double[_m]);
        (_jacobian, _nextJacobian) = (new double[_m * _n], new double[_m * _n]);
        _qr = new(_m, _n);
        _step = new(_qr, _n);
    }

    private double Value => _norm * _norm;

    public MinimizationResult Run(CancellationToken cancellation)
    {
        Begin();
        StopReason? reason = Vectors.MaxNorm(_gradient) <= _options.GradientTolerance ? StopReason.Gradient : null;
        while (reason is null)
        {
            reason = _iterations >= _options.MaxIterations ? StopReason.MaxIterations : Advance(cancellation);
        }

        string explanation = Stopping.Explain(_options, reason.Value, "gradient", Vectors.MaxNorm(_gradient), "however short the step");
        double value = Vectors.Dot(_residuals, _residuals);
        return new(_x, value, _gradient, _iterations, _evaluations, reason.Value, Stopping.Counted(explanation, value, _iterations, _evaluations));
    }

    private void Begin()
    {
        _f(_x, _residuals, _jacobian);
        _evaluations = 1;
        const string Expected = "the residuals and their Jacobian";
        for (int i = 0; i < _m; i++)
        {
            if (!double.IsFinite(_residuals[i])) throw Stopping.NotFinite($"Residual {i}", _residuals[i], Expected);
        }

        for (int i = 0; i < _jacobian.Length; i++)
        {
            if (!double.IsFinite(_jacobian[i])) throw Stopping.NotFinite($"The derivative of residual {i / _n} by variable {i % _n}", _jacobian[i], Expected);
        }

        Linearize();
        for (int j = 0; j < _n; j++) _w[j] = _d[j] * _x[j];
        double length = Vectors.Norm(_w);
        _radius = _options.FirstRadius * (length > 0 ? length : 1);
    }

    /// <summary>Factors the Jacobian at x, and lets the scales of the variables grow with its columns.</summary>
    private void Linearize()
    {
        _norm = Vectors.Norm(_residuals);
        _qr.Factor(_jacobian, _residuals);
        Array.Clear(_gradient);
        for (int i = 0; i < _m; i++) Vectors.AddScaled(2 * _residuals[i], _jacobian.AsSpan(i * _n, _n), _gradient);
        for (int j = 0; j < _n; j++)
        {
            _d[j] = Math.Max(_d[j], _qr.Norms[j]);
            if (_d[j] == 0) _d[j] = 1;
        }
    }

    /// <summary>One accepted step, or the end.</summary>
    private StopReason? Advance(CancellationToken cancellation)
    {
        double hoped = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_evaluations >= _options.MaxEvaluations) return StopReason.MaxEvaluations;
            _step.Solve(_d, _radius);
            double length = _step.Length;
            if (_iterations == 0) _radius = Math.Min(_radius, length);
            for (int j = 0; j < _n; j++) _trial[j] = _x[j] + _step.P[j];
            if (_trial.AsSpan().SequenceEqual(_x)) return StopReason.NoProgress;
            _f(_trial, _trialResiduals, []);
            _evaluations++;

            // All relative to ‖r‖², which may be tiny or huge.
            double after = Vectors.Norm(_trialResiduals) / _norm, along = Along() / _norm, damped = Math.Sqrt(_step.Damping) * length / _norm;
            bool isFinite = double.IsFinite(after);
            double found = isFinite && after < 10 ? 1 - after * after : -1;
            double promised = along * along + 2 * damped * damped, slope = -(along * along + damped * damped);
            hoped = Math.Max(hoped, promised);
            double share = promised > 0 ? found / promised : 0;
            if (isFinite && share >= Acceptable && IsDifferentiable())
            {
                double radius = _radius;
                Resize(found, share, slope, after, length);
                return Take(length, radius);
            }

            if (isFinite && Math.Abs(found) <= Rounding && promised <= Rounding) return hoped <= Hidden ? StopReason.FunctionChange : StopReason.NoProgress;
            Resize(isFinite && share < Acceptable ? found : -1, 0, slope, isFinite ? after : double.PositiveInfinity, length);
            if (!(_radius > 0)) return StopReason.NoProgress;
        }
    }

    /// <summary>‖J p‖.</summary>
    private double Along()
    {
        for (int i = 0; i < _m; i++) _turned[i] = Vectors.Dot(_jacobian.AsSpan(i * _n, _n), _step.P);
        return Vectors.Norm(_turned);
    }

    /// <summary>Fetches the Jacobian at the trial; where it is not finite, the step must not be taken.</summary>
    private bool IsDifferentiable()
    {
        _f(_trial, _nextResiduals, _nextJacobian);
        foreach (double each in _nextJacobian)
        {
            if (!double.IsFinite(each)) return false;
        }

        return true;
    }

    /// <summary>Shrinks the region after a bad prediction, widens it after a good one. Moré (1978), section 4.</summary>
    private void Resize(double found, double share, double slope, double after, double length)
    {
        if (share <= 0.25)
        {
            // Where the parabola through both values and the slope has its minimum, between a tenth and a half.
            double shrink = found >= 0 ? 0.5 : 0.5 * slope / (slope + 0.5 * found);
            if (!(after < 10) || !(shrink >= 0.1)) shrink = 0.1;
            _radius = shrink * Math.Min(_radius, 10 * length);
            _step.Damping /= shrink;
        }
        else if (_step.Damping == 0 || share >= 0.75)
        {
            _radius = 2 * length;
            _step.Damping /= 2;
        }
    }

    private StopReason? Take(double length, double radius)
    {
        double before = Value, slope = Vectors.Dot(_gradient, _step.P);
        _x.CopyTo(_before, 0);
        _trial.CopyTo(_x, 0);
        (_residuals, _nextResiduals) = (_nextResiduals, _residuals);
        (_jacobian, _nextJacobian) = (_nextJacobian, _jacobian);
        Linearize();
        _iterations++;
        double gradient = Vectors.MaxNorm(_gradient);
        _options.OnStep?.Invoke(new(_iterations, _evaluations, 1, Math.Max(1, radius / length), before, slope, Value, Vectors.Dot(_gradient, _step.P), gradient));
        return Stopping.Judge(_options, before, Value, gradient, _x, _before);
    }
}
