using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>The state of a rule that remembers nothing.</summary>
/// <typeparam name="T">The interpreter.</typeparam>
public struct Stateless<T> : IState<Stateless<T>, T> where T : struct, IReal<T>
{
    /// <inheritdoc/>
    public static ReadOnlySpan<string> Names => [];

    /// <inheritdoc/>
    public static int Count => 0;

    /// <inheritdoc/>
    public T this[int slot]
    {
        readonly get => T.Zero;
        set { }
    }
}

/// <summary>A velocity v: the decaying sum of past gradients.</summary>
/// <typeparam name="T">The interpreter.</typeparam>
public struct Velocity<T> : IState<Velocity<T>, T> where T : struct, IReal<T>
{
    /// <summary>The velocity.</summary>
    public T v;

    /// <inheritdoc/>
    public static ReadOnlySpan<string> Names => s_names;

    private static readonly string[] s_names = ["v"];

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public T this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => v;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => v = value;
    }
}

/// <summary>First and second moment of the gradient: m and v.</summary>
/// <typeparam name="T">The interpreter.</typeparam>
public struct Moments<T> : IState<Moments<T>, T> where T : struct, IReal<T>
{
    /// <summary>The running mean of the gradient, and of its square.</summary>
    public T m, v;

    private static readonly string[] s_names = ["m", "v"];

    /// <inheritdoc/>
    public static ReadOnlySpan<string> Names => s_names;

    /// <inheritdoc/>
    public static int Count => 2;

    /// <inheritdoc/>
    public T this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => slot == 0 ? m : v;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            if (slot == 0) m = value; else v = value;
        }
    }
}

/// <summary>First and second moment, and the largest second moment so far.</summary>
/// <typeparam name="T">The interpreter.</typeparam>
public struct MaxMoments<T> : IState<MaxMoments<T>, T> where T : struct, IReal<T>
{
    /// <summary>The running mean of the gradient, of its square, and the largest of the latter.</summary>
    public T m, v, vMax;

    private static readonly string[] s_names = ["m", "v", "vMax"];

    /// <inheritdoc/>
    public static ReadOnlySpan<string> Names => s_names;

    /// <inheritdoc/>
    public static int Count => 3;

    /// <inheritdoc/>
    public T this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => slot == 0 ? m : slot == 1 ? v : vMax;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            if (slot == 0) m = value; else if (slot == 1) v = value; else vMax = value;
        }
    }
}
