using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// The two sequences of a schedule-free method, moved by one step: z ← z − ηₜu, and the average x ← (1 − cₜ)x + cₜz, seen
/// through the point y = (1 − β)z + βx that training holds. Defazio et al. (2024), eq. 4-6 and section 4.
/// </summary>
/// <remarks>
/// x itself need not be kept: put into y, the three lines become y ← (1 − cₜ)y + cₜz − ηₜ(1 − β(1 − cₜ))u.
/// </remarks>
internal readonly struct ScheduleFree<T> where T : struct, IReal<T>
{
    private readonly T η, c, _pull;
    private readonly bool _isFirst;

    public ScheduleFree(double momentum, int warmup, StepContext at)
    {
        double share = Share(at.Step, warmup);
        η = warmup == 0
            ? T.Parameter(at.Rate, "η")
            : T.Parameter(at.Rate * Warmth(at.Step, warmup), "ηₜ");
        c = T.Parameter(share, "cₜ");
        _pull = T.Parameter(1 - momentum * (1 - share), "(1 − β(1 − cₜ))");
        _isFirst = at.Step == 1;
    }

    /// <summary>Where z stands: training begins with z = x = y.</summary>
    public T Begin(T y, T z) => _isFirst ? y : z;

    public void Step(ref T y, T u, ref T z)
    {
        y = y + c * (z - y) - η * (_pull * u);
        z -= η * u;
    }

    private static double Warmth(long step, int warmup) => step < warmup ? (double)step / warmup : 1;

    /// <summary>
    /// cₜ = wₜ / (w₁ + … + wₜ), each step weighing as the square of its rate: the squares of the warmup sum up in closed
    /// form, and after it all weigh the same.
    /// </summary>
    private static double Share(long step, int warmup)
    {
        if (warmup == 0) return 1.0 / step;
        double n = Math.Min(step, warmup), w = warmup, weight = Warmth(step, warmup);
        double warm = n * (n + 1) * (2 * n + 1) / (6 * w * w);
        return weight * weight / (warm + (step - n));
    }
}

/// <summary>The state of schedule-free descent: the sequence z that takes the plain steps.</summary>
internal struct Base<T> : IState<Base<T>, T> where T : struct, IReal<T>
{
    public T z;

    private static readonly string[] s_names = ["z"];

    public static ReadOnlySpan<string> Names => s_names;

    public static int Count => 1;

    public T this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => z;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => z = value;
    }
}

/// <summary>The same after a second moment, from which the step of z is made.</summary>
internal struct SquaresAndBase<T> : IState<SquaresAndBase<T>, T> where T : struct, IReal<T>
{
    public T v, z;

    private static readonly string[] s_names = ["v", "z"];

    public static ReadOnlySpan<string> Names => s_names;

    public static int Count => 2;

    public T this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => slot == 0 ? v : z;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            if (slot == 0) v = value; else z = value;
        }
    }
}
