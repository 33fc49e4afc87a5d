using System.Numerics;
using System.Runtime.Intrinsics;
using Gradus.Algebra;

namespace Gradus.Drivers;

/// <summary>Which registers a sweep uses.</summary>
public enum Width
{
    /// <summary>The widest that this machine accelerates.</summary>
    Widest,

    /// <summary>One element at a time: the reference.</summary>
    Scalar,

    /// <summary>128 bits.</summary>
    Bits128,

    /// <summary>256 bits.</summary>
    Bits256,

    /// <summary>512 bits.</summary>
    Bits512,
}

/// <summary>Receives the interpreter that a <see cref="Width"/> stands for.</summary>
internal interface ILanesUser<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, E>;
}

internal static class Widths
{
    /// <summary>The width that <see cref="Width.Widest"/> means here.</summary>
    public static Width Native { get; } =
        Vector512.IsHardwareAccelerated ? Width.Bits512
        : Vector256.IsHardwareAccelerated ? Width.Bits256
        : Vector128.IsHardwareAccelerated ? Width.Bits128
        : Width.Scalar;

    public static void Use<E, TUser>(this Width width, ref TUser user)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
        where TUser : struct, ILanesUser<E>, allows ref struct
    {
        switch (width == Width.Widest ? Native : width)
        {
            case Width.Bits512: user.Run<Lanes512<E>>(); break;
            case Width.Bits256: user.Run<Lanes256<E>>(); break;
            case Width.Bits128: user.Run<Lanes128<E>>(); break;
            default: user.Run<Scalar<E>>(); break;
        }
    }
}
