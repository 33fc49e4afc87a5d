using Gradus.Drivers;
using Gradus.Optimizers;

namespace Gradus.Tests.Drivers;

[Collection(TeamSize.Name)]
public unsafe class PackedStepTests
{
    public static TheoryData<string> Rules { get; } =
    [
        .. Catalog.Optimizers.Select(entry => entry.Create()).Where(rule => rule is ElementwiseOptimizer).Select(Notation.Print),
        "adam(amsgrad=true)", "sgd(momentum=0.9)", "rmsprop(centered=true, momentum=0.9)",
    ];

    public static TheoryData<string> Wrapped { get; } =
    [
        .. Rules.Select(rule => rule.Data), "adamw with clipNorm(1)", "adamw with agc with lookahead(3) with ema(0.9)", "sgd(momentum=0.9) with centralize", "lion with cautious",
        "adamw with centralize with cautious",
    ];

    /// <summary>Rows of 37 elements: blocks of 256 begin and end in the middle of them.</summary>
    private const int Rows = 1900, Width = 37;

    [Theory, MemberData(nameof(Wrapped))]
    public void Packed_state_that_keeps_all_digits_changes_no_bit(string rule)
    {
        ElementwiseOptimizer optimizer = (ElementwiseOptimizer)Notation.ParseOptimizer(rule);
        Assert.Equal(Run(optimizer, packed: false), Run(optimizer, packed: true));
    }

    [Theory, MemberData(nameof(Wrapped))]
    public void The_size_of_the_team_changes_no_bit_of_packed_state(string rule)
    {
        foreach (string format in (string[])["state8", "state16"])
        {
            ElementwiseOptimizer optimizer = (ElementwiseOptimizer)Notation.ParseOptimizer($"{rule} with {format}");
            List<double[]> results = [];
            for (int size = 1; size <= 3; size++) TeamSize.Of(size, () => results.Add(Run(optimizer, packed: true)));
            Assert.Equal(results[0], results[1]);
            Assert.Equal(results[0], results[2]);
        }
    }

    [Theory, MemberData(nameof(Wrapped))]
    public void In_few_bits_every_rule_goes_nearly_the_same_way(string rule)
    {
        ElementwiseOptimizer whole = (ElementwiseOptimizer)Notation.ParseOptimizer(rule);
        (double[] start, double[] exact) = Descend(whole, whole);
        foreach ((string format, double share) in (ReadOnlySpan<(string, double)>)[("state16", 0.03), ("state8", 0.06)])
        {
            (_, double[] few) = Descend(whole, (ElementwiseOptimizer)Notation.ParseOptimizer($"{rule} with {format}"));
            double off = Distance(exact, few), way = Distance(exact, start);
            Assert.True(off <= share * way, $"{rule} with {format} ends {off / way:P2} of its way off");
        }
    }

    /// <summary>The loss Σ cθ²/2 with curvatures c over two decades, and noise in its gradient.</summary>
    private static (double[] Start, double[] End) Descend(ElementwiseOptimizer plain, ElementwiseOptimizer optimizer)
    {
        const int Count = 5000;
        bool packed = !ReferenceEquals(plain, optimizer);
        int slots = RuleFormula.SlotsOf(plain).Count;
        using Memory<float> θ = Memory<float>.Random(Count, 1), g = new(Count, _ => 0);
        using Memory<float> state = new(Math.Max(1, slots) * Count, i => plain.InitialState(i / Count));
        using PackedMemory few = PackedMemory.For(optimizer, Count);
        using Memory<double> carried = new(2 * 50, _ => 0);
        double[] start = θ.Numbers;
        UpdateDriver<float> driver = new();
        Segment<float>[] segments = new Segment<float>[1];
        for (int step = 1; step <= 300; step++)
        {
            SplitMix64 random = new((ulong)step);
            for (int i = 0; i < Count; i++) g.Pointer[i] = (float)(Math.Pow(10, -2.0 * i / Count) * θ.Pointer[i] + 0.1 * (2 * random.NextUniform() - 1));
            segments[0] = new(θ.Pointer, g.Pointer, state.Pointer, Count, Count) { Slots = packed ? few.Pointer : null, SlotCount = slots, Seed = 5, Rows = 50, Carried = carried.Pointer };
            driver.Step(optimizer, new(step, optimizer.Lr), segments);
        }

        return (start, θ.Numbers);
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    private static double[] Run(ElementwiseOptimizer optimizer, bool packed)
    {
        int[] counts = [Rows * Width, 5, 4100];
        int slots = RuleFormula.SlotsOf(optimizer).Count;
        List<Memory<float>> parameters = [], states = [];
        List<PackedMemory> few = [];
        Segment<float>[] segments = new Segment<float>[counts.Length];
        using Memory<double> carried = new(2 * Rows * counts.Length, _ => 0);
        UpdateDriver<float> driver = new();
        for (int step = 1; step <= 4; step++)
        {
            List<Memory<float>> gradients = [];
            for (int i = 0; i < counts.Length; i++)
            {
                if (step == 1)
                {
                    int count = counts[i];
                    parameters.Add(Memory<float>.Random(count, 10 + (ulong)i));
                    states.Add(new(Math.Max(1, slots) * count, k => optimizer.InitialState(k / count)));
                    few.Add(PackedMemory.For(optimizer, count));
                }

                gradients.Add(Memory<float>.Random(counts[i], (ulong)(100 * step + i)));
                segments[i] = new(parameters[i].Pointer, gradients[i].Pointer, states[i].Pointer, counts[i], counts[i])
                {
                    Slots = packed ? few[i].Pointer : null, SlotCount = slots, Seed = (ulong)i, Rows = i == 0 ? Rows : 0, Carried = carried.Pointer + 2 * Rows * i,
                };
            }

            driver.Step(optimizer, new(step, optimizer.Lr), segments);
            gradients.ForEach(memory => memory.Dispose());
        }

        double[] result = [.. parameters.SelectMany(memory => memory.Numbers)];
        parameters.ForEach(memory => memory.Dispose());
        states.ForEach(memory => memory.Dispose());
        few.ForEach(memory => memory.Dispose());
        return result;
    }

    /// <summary>A step of 2⁻¹² from 1 is lost on bfloat16, whose numbers below 1 lie 2⁻⁸ apart.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_in_bfloat16_do_not_lose_small_updates(bool compensated)
    {
        const int Count = 20_000, Steps = 500;
        const double Update = 1.0 / 4096, Moved = Steps * Update;
        ushort[] θ = GC.AllocateArray<ushort>(Count, pinned: true), g = GC.AllocateArray<ushort>(Count, pinned: true), rest = GC.AllocateArray<ushort>(Count, pinned: true);
        Array.Fill(θ, ToBFloat16(1));
        Array.Fill(g, ToBFloat16(1));
        Assert.Equal(1, FromBFloat16(ToBFloat16(1 - (float)Update)));
        UpdateDriver<float> driver = new();
        fixed (ushort* weights = θ, slopes = g, kept = rest)
        {
            Segment<float>[] segments = [new((float*)weights, (float*)slopes, null, 0, Count) { IsBFloat16 = true, Compensation = compensated ? kept : null }];
            for (int step = 1; step <= Steps; step++) driver.Step(new Sgd(Lr: Update), new(step, Update), segments);
        }

        double[] end = [.. θ.Select(x => (double)FromBFloat16(x))];
        Assert.Equal(1 - Moved, end.Average(), compensated ? 1.0 / 256 : 0.001);
        if (compensated) Assert.All(end, x => Assert.Equal(1 - Moved, x, 1.0 / 256));
        else Assert.InRange(end.Max() - end.Min(), 0.02, 0.2);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adamw")]
    [InlineData("adamw with clipNorm(1)")]
    [InlineData("adamw with agc")]
    [InlineData("adamw with kahan")]
    public void Weights_in_bfloat16_follow_those_of_float32_on_any_team(string rule)
    {
        ElementwiseOptimizer optimizer = (ElementwiseOptimizer)Notation.ParseOptimizer(rule) with { Lr = 0.01 };
        List<double[]> results = [];
        for (int size = 1; size <= 3; size++) TeamSize.Of(size, () => results.Add(InBFloat16(optimizer, out _)));
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
        _ = InBFloat16(optimizer, out double[] wide);
        Assert.Equal(0, results[0].Zip(wide, (x, y) => x - y).Average(), 1e-3);
        Assert.All(results[0].Zip(wide), pair => Assert.Equal(pair.Second, pair.First, 0.05));
    }

    private static double[] InBFloat16(ElementwiseOptimizer optimizer, out double[] wide)
    {
        const int Count = Rows * Width;
        bool compensated = optimizer.Wrappers.Any(wrapper => wrapper is Kahan);
        int slots = RuleFormula.SlotsOf(optimizer).Count;
        using Memory<float> θ = Memory<float>.Random(Count, 1), state = new(Math.Max(1, slots) * Count, _ => 0);
        ushort[] half = GC.AllocateArray<ushort>(Count, pinned: true), slopes = GC.AllocateArray<ushort>(Count, pinned: true), rest = GC.AllocateArray<ushort>(Count, pinned: true);
        for (int i = 0; i < Count; i++) θ.Pointer[i] = FromBFloat16(half[i] = ToBFloat16(θ.Pointer[i]));
        using PackedMemory few = PackedMemory.For(optimizer, Count);
        UpdateDriver<float> narrow = new(), plain = new();
        for (int step = 1; step <= 10; step++)
        {
            using Memory<float> g = Memory<float>.Random(Count, 50 + (ulong)step);
            for (int i = 0; i < Count; i++) g.Pointer[i] = FromBFloat16(slopes[i] = ToBFloat16(g.Pointer[i]));
            fixed (ushort* p = half, q = slopes, r = rest)
            {
                narrow.Step(optimizer, new(step, optimizer.Lr), new Segment<float>[]
                {
                    new((float*)p, (float*)q, null, 0, Count) { IsBFloat16 = true, Slots = slots == 0 ? null : few.Pointer, SlotCount = slots, Rows = Rows, Compensation = compensated ? r : null },
                });
            }

            plain.Step(optimizer, new(step, optimizer.Lr), new Segment<float>[] { new(θ.Pointer, g.Pointer, state.Pointer, Count, Count) { Rows = Rows } });
        }

        wide = θ.Numbers;
        return [.. half.Select(x => (double)FromBFloat16(x))];
    }

    private static ushort ToBFloat16(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static float FromBFloat16(ushort x) => BitConverter.UInt32BitsToSingle((uint)x << 16);
}
