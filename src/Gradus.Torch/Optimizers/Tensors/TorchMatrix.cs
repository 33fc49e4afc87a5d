using Gradus.Algebra;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>
/// A libtorch tensor of two dimensions, or a number, as a matrix to write rules in. Every operation makes new tensors;
/// whoever runs a rule opens a scope that disposes of them.
/// </summary>
internal readonly struct TorchMatrix : IMatrix<TorchMatrix>
{
    private readonly Tensor? _tensor;
    private readonly double _number;

    public TorchMatrix(Tensor tensor) => _tensor = tensor;

    private TorchMatrix(double number) => _number = number;

    /// <summary>
    /// The tensor. A number becomes one without dimensions, which takes on the type and the device of what it meets; TorchSharp's
    /// own scalars may be finalized while libtorch still reads them.
    /// </summary>
    public Tensor Tensor => _tensor ?? tensor(_number, dtype: ScalarType.Float64);

    /// <summary>Whether two values are the same tensor.</summary>
    public bool Is(Tensor tensor) => ReferenceEquals(_tensor, tensor);

    public static TorchMatrix operator +(TorchMatrix a, TorchMatrix b) => IsNumber(a, b) ? new(a._number + b._number) : new(a.Tensor + b.Tensor);

    public static TorchMatrix operator -(TorchMatrix a, TorchMatrix b) => IsNumber(a, b) ? new(a._number - b._number) : new(a.Tensor - b.Tensor);

    public static TorchMatrix operator *(TorchMatrix a, TorchMatrix b) =>
        IsNumber(a, b) ? new(a._number * b._number) : a.IsOne ? b : b.IsOne ? a : new(a.Tensor * b.Tensor);

    public static TorchMatrix operator /(TorchMatrix a, TorchMatrix b) => IsNumber(a, b) ? new(a._number / b._number) : new(a.Tensor / b.Tensor);

    public static TorchMatrix operator -(TorchMatrix a) => a._tensor is null ? new(-a._number) : new(a._tensor.neg());

    public static Mask<TorchMatrix> operator <(TorchMatrix a, TorchMatrix b) => new(new(a.Tensor.lt(b.Tensor)));

    public static Mask<TorchMatrix> operator >(TorchMatrix a, TorchMatrix b) => new(new(a.Tensor.gt(b.Tensor)));

    public static TorchMatrix Constant(double value) => new(value);

    public static TorchMatrix Sqrt(TorchMatrix x) => x._tensor is null ? new(Math.Sqrt(x._number)) : new(x._tensor.sqrt());

    public static TorchMatrix Exp(TorchMatrix x) => new(x.Tensor.exp());

    public static TorchMatrix Expm1(TorchMatrix x) => new(x.Tensor.expm1());

    public static TorchMatrix Log(TorchMatrix x) => new(x.Tensor.log());

    public static TorchMatrix Log1p(TorchMatrix x) => new(x.Tensor.log1p());

    public static TorchMatrix Sin(TorchMatrix x) => new(x.Tensor.sin());

    public static TorchMatrix Cos(TorchMatrix x) => new(x.Tensor.cos());

    public static TorchMatrix Tanh(TorchMatrix x) => new(x.Tensor.tanh());

    public static TorchMatrix Abs(TorchMatrix x) => new(x.Tensor.abs());

    public static TorchMatrix Sign(TorchMatrix x) => new(x.Tensor.sign());

    public static TorchMatrix Min(TorchMatrix a, TorchMatrix b) => IsNumber(a, b) ? new(Math.Min(a._number, b._number)) : new(minimum(a.Tensor, b.Tensor));

    public static TorchMatrix Max(TorchMatrix a, TorchMatrix b) => IsNumber(a, b) ? new(Math.Max(a._number, b._number)) : new(maximum(a.Tensor, b.Tensor));

    public static TorchMatrix Pow(TorchMatrix x, TorchMatrix y) => IsNumber(x, y) ? new(Math.Pow(x._number, y._number)) : new(x.Tensor.pow(y.Tensor));

    public static TorchMatrix Select(Mask<TorchMatrix> condition, TorchMatrix a, TorchMatrix b) => new(where(condition.Bits.Tensor, a.Tensor, b.Tensor));

    public static TorchMatrix Product(TorchMatrix a, TorchMatrix b) => new(a.Tensor.matmul(b.Tensor));

    public static TorchMatrix Transpose(TorchMatrix a) => new(a.Tensor.t());

    public static TorchMatrix RowMeans(TorchMatrix a) => new(a.Tensor.mean([1], keepdim: true));

    public static TorchMatrix ColumnMeans(TorchMatrix a) => new(a.Tensor.mean([0], keepdim: true));

    public static TorchMatrix Mean(TorchMatrix a) => new(a.Tensor.mean([0, 1], keepdim: true));

    public static TorchMatrix Norm(TorchMatrix a) => new(linalg.norm(a.Tensor, dims: [0, 1], keepdim: true));

    public static TorchMatrix Eigenvectors(TorchMatrix a)
    {
        if (!IsFinite(a.Tensor)) return NaN(a);
        (_, Tensor vectors) = linalg.eigh(a.Tensor.to(ScalarType.Float64));
        return new(vectors.flip(1).to(a.Tensor.dtype));
    }

    public static TorchMatrix InverseRoot(TorchMatrix a, int p, double eps)
    {
        if (!IsFinite(a.Tensor)) return NaN(a);
        // In double precision: eigenvalues a millionth of the largest are noise in single.
        (Tensor values, Tensor vectors) = linalg.eigh(a.Tensor.to(ScalarType.Float64));
        Tensor zero = tensor(0.0, dtype: ScalarType.Float64), ridge = tensor(MatrixFunctions.Ridge(values[-1].item<double>(), eps), dtype: ScalarType.Float64);
        Tensor roots = (maximum(values, zero) + ridge).pow(tensor(-1.0 / p, dtype: ScalarType.Float64));
        return new((vectors * roots).matmul(vectors.t()).to(a.Tensor.dtype));
    }

    public static TorchMatrix Orthonormal(TorchMatrix a)
    {
        (Tensor q, Tensor r) = linalg.qr(a.Tensor);
        Tensor diagonal = r.diagonal();
        Tensor one = tensor(1.0, dtype: diagonal.dtype), minus = tensor(-1.0, dtype: diagonal.dtype), zero = tensor(0.0, dtype: diagonal.dtype);
        return new(q * where(diagonal.lt(zero), minus, one));
    }

    private bool IsOne => _tensor is null && _number == 1;

    private static bool IsNumber(TorchMatrix a, TorchMatrix b) => a._tensor is null && b._tensor is null;

    private static bool IsFinite(Tensor a) => a.isfinite().all().item<bool>();

    private static TorchMatrix NaN(TorchMatrix a) => new(full_like(a.Tensor, double.NaN));
}
