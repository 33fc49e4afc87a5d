using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>The name of a state slot, as a type.</summary>
internal interface ISlotName
{
    static abstract string Text { get; }
}

/// <summary>A running mean of gradients, m.</summary>
internal readonly struct NamedM : ISlotName
{
    public static string Text => "m";
}

/// <summary>A velocity or a second moment, v.</summary>
internal readonly struct NamedV : ISlotName
{
    public static string Text => "v";
}

/// <summary>The state of a rule that remembers one number.</summary>
internal struct One<T, TName> : IState<One<T, TName>, T> where T : struct, IReal<T> where TName : struct, ISlotName
{
    public T Value;

    private static readonly string[] s_names = [TName.Text];

    public static ReadOnlySpan<string> Names => s_names;

    public static int Count => 1;

    public T this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => Value;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => Value = value;
    }
}

/// <summary>The state of a rule that remembers two numbers.</summary>
internal struct Two<T, TFirst, TSecond> : IState<Two<T, TFirst, TSecond>, T>
    where T : struct, IReal<T> where TFirst : struct, ISlotName where TSecond : struct, ISlotName
{
    public T First, Second;

    private static readonly string[] s_names = [TFirst.Text, TSecond.Text];

    public static ReadOnlySpan<string> Names => s_names;

    public static int Count => 2;

    public T this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => slot == 0 ? First : Second;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            if (slot == 0) First = value; else Second = value;
        }
    }
}
