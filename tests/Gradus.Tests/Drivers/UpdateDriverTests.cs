using System.Numerics;
using Gradus.Algebra;
using Gradus.Drivers;
using Gradus.Optimizers;

namespace Gradus.Tests.Drivers;

[Collection(TeamSize.Name)]
public unsafe class UpdateDriverTests
{
    private static readonly int[] s_counts = [1, 15, 16, 17, 1000, 0, 70_000, 70_001, 3];

    public static TheoryData<string> Rules { get; } =
        [.. Catalog.Optimizers.Select(entry => entry.Create()).Where(rule => rule is ElementwiseOptimizer).Select(Notation.Print), "adam(amsgrad=true)", "sgd(momentum=0.9)"];

    [Theory, MemberData(nameof(Rules))]
    public void Every_width_gives_what_single_elements_give(string rule)
    {
        double[] one = Run<double>(rule, Width.Scalar), single = Run<float>(rule, Width.Scalar);
        foreach (Width width in (Width[])[Width.Bits128, Width.Bits256, Width.Bits512, Width.Widest])
        {
            Near.Equal(one, Run<double>(rule, width), 1e-14, $"{rule}, {width}");
            Near.Equal(single, Run<float>(rule, width), 1e-6, $"{rule}, {width}");
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void The_size_of_the_team_changes_no_bit(string rule)
    {
        List<double[]> results = [];
        for (int size = 1; size <= 3; size++) TeamSize.Of(size, () => results.Add(Run<float>(rule, Width.Widest)));
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void What_a_rule_throws_on_a_helpers_thread_surfaces_and_the_next_step_is_whole() => TeamSize.Of(3, () =>
    {
        using ManualResetEventSlim thrown = new();
        Moody rule = new() { Only = Environment.CurrentManagedThreadId, Thrown = thrown };
        UpdateDriver<float> driver = new();
        using Memory<float> θ = new(100_000, _ => 1), g = new(100_000, _ => 1);
        Segment<float>[] segments = [new(θ.Pointer, g.Pointer, null, 0, 100_000)];
        InvalidOperationException said = Assert.Throws<InvalidOperationException>(() => driver.Step(rule, new(1, 1), segments));
        Assert.Equal("A part of the sweep failed: Not on this thread.", said.Message);
        rule.Only = 0;
        double[] before = θ.Numbers;
        driver.Step(rule, new(2, 1), segments);
        Assert.Equal(before.Select(x => x - 1), θ.Numbers);
    });

    [Fact]
    public void A_step_that_failed_on_the_callers_thread_leaves_no_failure_for_the_next() => TeamSize.Of(3, () =>
    {
        Moody rule = new() { Only = -1 };
        UpdateDriver<float> driver = new();
        using Memory<float> θ = new(100_000, _ => 1), g = new(100_000, _ => 1);
        Segment<float>[] segments = [new(θ.Pointer, g.Pointer, null, 0, 100_000)];
        Assert.ThrowsAny<Exception>(() => driver.Step(rule, new(1, 1), segments));
        rule.Only = 0;
        driver.Step(rule, new(2, 1), segments);
        Assert.All(θ.Numbers, x => Assert.Equal(0, x));
    });

    [Fact]
    public void Callers_on_several_threads_step_each_their_own() => TeamSize.Of(3, () =>
    {
        double[] expected = Run<float>("adam", Width.Widest);
        Parallel.For(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ => Assert.Equal(expected, Run<float>("adam", Width.Widest)));
    });

    private static double[] Run<E>(string text, Width width) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ElementwiseOptimizer rule = (ElementwiseOptimizer)Notation.ParseOptimizer(text);
        int slots = RuleFormula.Of(rule, new(1, 1), "θ", "g", name => name).Slots.Count;
        UpdateDriver<E> driver = new() { Width = width };
        List<Memory<E>> θ = [], g = [], state = [];
        List<Memory<double>> carried = [];
        Segment<E>[] segments = new Segment<E>[s_counts.Length];
        for (int i = 0; i < s_counts.Length; i++)
        {
            int count = s_counts[i], stride = count + 5;
            θ.Add(Memory<E>.Random(count, (ulong)i));
            g.Add(Memory<E>.Random(count, (ulong)i + 100));
            state.Add(new(slots * stride, k => rule.InitialState(k / stride)));
            nint rows = count == 70_000 ? 70 : count == 1000 ? 8 : 0;
            carried.Add(new(2 * (int)Math.Max(1, rows), _ => 0));
            segments[i] = new(θ[i].Pointer, g[i].Pointer, state[i].Pointer, stride, count) { Rows = rows, Carried = carried[i].Pointer };
        }

        for (int step = 1; step <= 2; step++) driver.Step(rule, new(step, rule.Lr), segments);
        double[] all = [.. θ.Concat(state).SelectMany(memory => memory.Numbers), .. carried.SelectMany(memory => memory.Numbers)];
        foreach (Memory<E> memory in (IEnumerable<Memory<E>>)[.. θ, .. g, .. state]) memory.Dispose();
        foreach (Memory<double> memory in carried) memory.Dispose();
        return all;
    }

    /// <summary>
    /// Plain descent that works on one thread only, and there only after it has thrown on another; or on all of them where
    /// <see cref="Only"/> is 0.
    /// </summary>
    private sealed record Moody() : ElementwiseOptimizer(1)
    {
        public override bool Maximize { get; init; }

        public int Only { get; set; }

        public ManualResetEventSlim? Thrown { get; init; }

        protected override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, Stateless<T>>(new(this));

        private readonly struct Rule<T>(Moody mood) : IUpdateRule<T, Stateless<T>> where T : struct, IReal<T>
        {
            public void Step(ref T θ, T g, ref Stateless<T> s)
            {
                if (mood.Only != 0 && mood.Only != Environment.CurrentManagedThreadId)
                {
                    mood.Thrown?.Set();
                    throw new NotSupportedException("Not on this thread.");
                }

                if (mood.Only != 0) mood.Thrown?.Wait(TimeSpan.FromSeconds(30));
                θ -= g;
            }
        }
    }
}
