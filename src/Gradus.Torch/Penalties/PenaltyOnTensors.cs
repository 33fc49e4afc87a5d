using System.Numerics;
using Gradus.Algebra;
using Gradus.Algebra.Printing;
using Gradus.Drivers;
using Gradus.Penalties;
using Gradus.Torch.Interop;
using Gradus.Torch.Losses;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Torch.Penalties;

/// <summary>A penalty on one parameter: its gradient joins the one that backward left, its proximal step changes the weights.</summary>
/// <remarks>
/// On the CPU, in float32 and float64, both run over the memory as it lies. Elsewhere an element penalty runs as
/// TorchScript, and a tensor penalty visits the CPU.
/// </remarks>
internal static class PenaltyOnTensors
{
    /// <summary>Whether a penalty can be taken of a parameter of this shape.</summary>
    public static bool Fits(IPenalty penalty, Parameter parameter) => penalty is IElementPenalty || parameter.dim() >= 2;

    /// <summary>Adds the gradient, unless the penalty acts by its proximal step, and returns the value.</summary>
    public static double Add(IPenalty penalty, Parameter parameter, bool script)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable off = no_grad();
        Tensor? gradient = penalty.Proximal ? null : parameter.grad ?? Fresh(parameter);
        if (penalty is IElementPenalty each && (script || parameter.device_type != DeviceType.CPU)) return AddScripted(each, parameter, gradient);
        Tensor weights = OnCpu(parameter);
        if (gradient is null || (gradient.device_type == DeviceType.CPU && gradient.dtype == weights.dtype && gradient.is_contiguous()))
        {
            return Add(penalty, weights, gradient);
        }

        Tensor sum = zeros_like(weights);
        double value = Add(penalty, weights, sum);
        gradient.add_(sum.to(gradient.dtype, gradient.device));
        return value;
    }

    /// <summary>Takes the proximal step.</summary>
    public static void Prox(IPenalty penalty, Parameter parameter, double rate, bool script)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable off = no_grad();
        if (penalty is IElementPenalty each && (script || parameter.device_type != DeviceType.CPU))
        {
            Symbol θ = each.Prox(Symbol.Variable("w"), Symbol.Parameter(rate, "t"));
            (Tensor shrunk, _, _) = Scripts.Call(TorchScript.Returning("loss", ["w"], θ, Symbol.Zero, Symbol.Zero), parameter);
            parameter.copy_(shrunk);
            return;
        }

        Tensor weights = OnCpu(parameter);
        bool inPlace = parameter.device_type == DeviceType.CPU && parameter.dtype == weights.dtype && parameter.is_contiguous();
        if (weights.dtype == ScalarType.Float64) Prox<double>(penalty, weights, rate);
        else Prox<float>(penalty, weights, rate);
        if (!inPlace) parameter.copy_(weights);
    }

    private static double Add(IPenalty penalty, Tensor weights, Tensor? gradient) =>
        weights.dtype == ScalarType.Float64 ? Add<double>(penalty, weights, gradient) : Add<float>(penalty, weights, gradient);

    private static unsafe double Add<E>(IPenalty penalty, Tensor weights, Tensor? gradient) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        E* θ = (E*)NativeTensor.Data(weights.Handle), g = gradient is null ? null : (E*)NativeTensor.Data(gradient.Handle);
        double value = penalty is IElementPenalty each
            ? PenaltyDriver.Add(each, θ, g, (nint)weights.numel())
            : ((ITensorPenalty)penalty).Add(Matrix(weights, θ), g == null ? default : Matrix(weights, g));
        GC.KeepAlive(weights);
        GC.KeepAlive(gradient);
        return value;
    }

    private static unsafe void Prox<E>(IPenalty penalty, Tensor weights, double rate) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        E* θ = (E*)NativeTensor.Data(weights.Handle);
        if (penalty is IElementPenalty each) PenaltyDriver.Prox(each, θ, (nint)weights.numel(), rate);
        else ((ITensorPenalty)penalty).Prox(Matrix(weights, θ), rate);
        GC.KeepAlive(weights);
    }

    /// <summary>(out, in, …) as out rows.</summary>
    private static unsafe Matrix<E> Matrix<E>(Tensor weights, E* data) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        int count = checked((int)weights.numel()), rows = (int)weights.shape[0];
        return new(new Span<E>(data, count), rows, rows == 0 ? 0 : count / rows);
    }

    private static double AddScripted(IElementPenalty penalty, Parameter parameter, Tensor? gradient)
    {
        Dual<Symbol> both = penalty.At(Dual<Symbol>.Variable(Symbol.Variable("w")));
        (Tensor value, Tensor slope, _) = Scripts.Call(TorchScript.Returning("loss", ["w"], both.Value, both.Slope, Symbol.Zero), parameter);
        gradient?.add_(slope);
        return value.to(ScalarType.Float64).sum().item<double>();
    }

    /// <summary>The weights in one piece of memory, in a type that is computed in; the parameter's own memory where it is so.</summary>
    private static Tensor OnCpu(Tensor parameter)
    {
        Tensor weights = parameter.detach().cpu();
        return (weights.dtype is ScalarType.Float32 or ScalarType.Float64 ? weights : weights.to(ScalarType.Float32)).contiguous();
    }

    /// <summary>A gradient for a parameter that the loss did not reach.</summary>
    private static Tensor Fresh(Parameter parameter)
    {
        parameter.grad = zeros_like(parameter);
        return parameter.grad!;
    }
}
