using System.Globalization;

namespace Gradus.Minimization;

/// <summary>One minimisation by truncated Newton in a trust region.</summary>
internal sealed class NewtonCgRun
{
    /// <summary>The share of the promised decrease that makes a step acceptable.</summary>
    private const double Acceptable = 1e-4;

    /// <summary>How much of |f| rounding may hide where f is a sum of many terms, and the roundoff below which nothing can be promised.</summary>
    private const double Rounding = 1e-13, Roundoff = 2.2e-16;

    /// <summary>A region that a function fell through up to here has no end: beyond, squares overflow.</summary>
    private const double Widest = 1e140;

    private readonly Objective _f;
    private readonly HessianProduct? _hessian;
    private readonly NewtonCgOptions _options;
    private readonly SteihaugStep _step;
    private readonly Func<double[], double[], bool> _product;
    private readonly int _most;
    private readonly double[] _x, _trial, _before, _probe, _probeGradient;
    private double[] _gradient, _trialGradient;
    private double _value, _radius, _hoped;
    private int _iterations, _evaluations, _products;

    public NewtonCgRun(Objective f, HessianProduct? hessian, ReadOnlySpan<double> start, NewtonCgOptions options)
    {
        int n = start.Length;
        (_f, _hessian, _options, _step, _x, _radius) = (f, hessian, options, new(n), start.ToArray(), options.FirstRadius);
        (_trial, _before, _probe, _probeGradient) = (new double[n], new double[n], new double[n], new double[n]);
        (_gradient, _trialGradient) = (new double[n], new double[n]);
        _most = options.ProductsFor(n);
        _product = Product;
    }

    public MinimizationResult Run(CancellationToken cancellation)
    {
        _value = _f(_x, _gradient);
        _evaluations = 1;
        Stopping.CheckFirst(_value, _gradient, "The function", "gradient");
        StopReason? reason = Vectors.MaxNorm(_gradient) <= _options.GradientTolerance ? StopReason.Gradient : null;
        while (reason is null)
        {
            cancellation.ThrowIfCancellationRequested();
            reason = _iterations >= _options.MaxIterations ? StopReason.MaxIterations
                : _evaluations >= _options.MaxEvaluations ? StopReason.MaxEvaluations
                : Advance(cancellation);
        }

        string explanation = Stopping.Explain(_options, reason.Value, "gradient", Vectors.MaxNorm(_gradient), "however short the step");
        explanation = Stopping.Counted(explanation, _value, _iterations, _evaluations);
        return new(_x, _value, _gradient, _iterations, _evaluations, reason.Value, string.Create(CultureInfo.InvariantCulture, $"{explanation[..^1]}, with {_products} Hessian products."))
        {
            HessianProducts = _products,
        };
    }

    /// <summary>Tries one step, and takes it or shrinks the region.</summary>
    private StopReason? Advance(CancellationToken cancellation)
    {
        double norm = Vectors.Norm(_gradient);
        // Far away a rough step is good enough; the closer, the more exact, which makes the convergence superlinear.
        _step.Solve(_gradient, _radius, Math.Min(0.5, Math.Sqrt(norm)) * norm, _most, _product);
        cancellation.ThrowIfCancellationRequested();
        if (_evaluations >= _options.MaxEvaluations) return StopReason.MaxEvaluations;
        for (int i = 0; i < _x.Length; i++) _trial[i] = _x[i] + _step.P[i];
        if (!(_step.Length > 0) || _trial.AsSpan().SequenceEqual(_x)) return StopReason.NoProgress;
        double after = _f(_trial, _trialGradient);
        _evaluations++;
        if (double.IsNegativeInfinity(after)) return StopReason.Unbounded;
        double slope = Vectors.Dot(_trialGradient, _step.P), found = _value - after, promised = _step.Promised;
        bool isFinite = double.IsFinite(after) && double.IsFinite(Vectors.MaxNorm(_trialGradient));
        _hoped = Math.Max(_hoped, promised);
        double hidden = Rounding * Math.Abs(_value);
        bool isHidden = isFinite && promised <= hidden && Math.Abs(found) <= hidden;
        // Where the values drown in rounding, the gradient still tells whether the step led closer.
        bool isCloser = isHidden && Vectors.Norm(_trialGradient) < norm;
        double share = isCloser ? 1 : isFinite && promised > 0 ? found / promised : -1;
        if (!(share >= Acceptable))
        {
            if (isHidden && promised <= Roundoff * Math.Abs(_value)) return _hoped <= hidden ? StopReason.FunctionChange : StopReason.NoProgress;
            _radius = 0.25 * _step.Length;
            return null;
        }

        if (share < 0.25) _radius = 0.25 * _step.Length;
        else if (share > 0.75 && _step.IsAtBoundary) _radius = 4 * _radius;
        return Take(after, slope);
    }

    private StopReason? Take(double after, double slope)
    {
        double before = _value, slopeBefore = Vectors.Dot(_gradient, _step.P);
        _x.CopyTo(_before, 0);
        _trial.CopyTo(_x, 0);
        (_gradient, _trialGradient) = (_trialGradient, _gradient);
        (_value, _hoped) = (after, 0);
        _iterations++;
        double norm = Vectors.MaxNorm(_gradient);
        _options.OnStep?.Invoke(new(_iterations, _evaluations, 1, Math.Max(1, _radius / _step.Length), before, slopeBefore, after, slope, norm));
        if (Stopping.Judge(_options, before, after, norm, _x, _before) is { } reason) return reason;
        return _radius > Widest ? StopReason.Unbounded : null;
    }

    /// <summary>H d, as given or from the difference of two gradients; false where it cannot be had.</summary>
    private bool Product(double[] d, double[] product)
    {
        if (_hessian is not null)
        {
            _hessian(_x, d, product);
            _products++;
            return double.IsFinite(Vectors.Dot(product, product));
        }

        // √ε balances rounding against curvature; where one side of x lies outside of the function's domain, the other may not.
        double h = Math.Sqrt(Roundoff) * (1 + Vectors.Norm(_x)) / Vectors.Norm(d);
        return Differ(d, product, h) || Differ(d, product, -h);
    }

    private bool Differ(double[] d, double[] product, double h)
    {
        if (_evaluations >= _options.MaxEvaluations) return false;
        for (int i = 0; i < d.Length; i++) _probe[i] = _x[i] + h * d[i];
        double value = _f(_probe, _probeGradient);
        _evaluations++;
        _products++;
        for (int i = 0; i < d.Length; i++) product[i] = (_probeGradient[i] - _gradient[i]) / h;
        return double.IsFinite(value) && double.IsFinite(Vectors.Dot(product, product));
    }
}
