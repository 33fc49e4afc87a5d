using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>Which sides of a matrix Shampoo and Soap see, and the statistics that they keep of them: L of GGᵀ and R of GᵀG.</summary>
/// <param name="Left">Whether rows are seen.</param>
/// <param name="Right">Whether columns are seen.</param>
internal readonly record struct Sides(bool Left, bool Right)
{
    public const string LeftName = "left", RightName = "right";

    /// <summary>Sides too long for a decomposition are left as they are.</summary>
    public static Sides Of(TensorShape shape, long maxSize, bool vectors) => shape.IsVector
        ? new(vectors && shape.Rows <= maxSize, Right: false)
        : new(shape.Rows <= maxSize, shape.Columns <= maxSize);

    public int Count => (Left ? 1 : 0) + (Right ? 1 : 0);

    /// <summary>The slots of the statistics and of what is made of each of them.</summary>
    /// <param name="shape">The shape of the parameter.</param>
    /// <param name="made">What that is called, behind the side's name.</param>
    /// <param name="symbol">How it prints, before the side's letter.</param>
    public IEnumerable<TensorSlot> Slots(TensorShape shape, string made, string symbol)
    {
        if (Left) yield return new(LeftName, shape.Rows, shape.Rows) { Symbol = "L" };
        if (Right) yield return new(RightName, shape.Columns, shape.Columns) { Symbol = "R" };
        if (Left) yield return new(LeftName + made, shape.Rows, shape.Rows) { Symbol = symbol };
        if (Right) yield return new(RightName + made, shape.Columns, shape.Columns) { Symbol = symbol + "′" };
    }

    /// <summary>L ← old·L + fresh·GGᵀ, R ← old·R + fresh·GᵀG.</summary>
    public void Gather<M>(M g, M old, M fresh, TensorState<M> s) where M : struct, IMatrix<M>
    {
        if (Left) s[LeftName] = old * s[LeftName] + fresh * M.Product(g, M.Transpose(g));
        if (Right) s[RightName] = old * s[RightName] + fresh * M.Product(M.Transpose(g), g);
    }

    /// <summary>Makes something of each side's statistics.</summary>
    /// <param name="made">What it is called.</param>
    /// <param name="make">Makes it of the statistics and of what was there before.</param>
    /// <param name="s">The state.</param>
    public void Make<M>(string made, Func<M, M, M> make, TensorState<M> s) where M : struct, IMatrix<M>
    {
        if (Left) s[LeftName + made] = make(s[LeftName], s[LeftName + made]);
        if (Right) s[RightName + made] = make(s[RightName], s[RightName + made]);
    }

    /// <summary>AXB, of the factors there are.</summary>
    public M Between<M>(M a, M x, M b) where M : struct, IMatrix<M>
    {
        if (Left) x = M.Product(a, x);
        return Right ? M.Product(x, b) : x;
    }
}
