using Gradus.Drivers;
using Gradus.Optimizers;
using Gradus.Tests.Drivers;

namespace Gradus.Tests.Optimizers.Wrappers;

/// <summary>Every wrapper around every rule of the catalogue that it can stand around.</summary>
[Collection(TeamSize.Name)]
public class EveryWrapperTests
{
    private static readonly (int Rows, int Width)[] s_shapes = [(3, 5), (4, 16), (0, 7), (2, 33), (0, 1)];

    private static readonly (int Rows, int Width)[] s_large = [(300, 256), (0, 40_000), (3, 5)];

    private static readonly string[] s_chains =
    [
        "skipNonFinite", "centralize", "agc", "clipNorm(0.5)", "clipNorm(0.5, perTensor=true)", "clipValue(0.3)", "noise", "cautious", "cautious(rescale=false)", "decay(0.1)",
        "decay(0.1, corrected=true)", "lookahead(every=2)", "ema", "swa(2)", "accumulate(2)", "clipNorm(0.5) with noise with ema",
        "skipNonFinite with centralize with agc with clipNorm(0.5) with cautious(rescale=false) with lookahead(every=2) with ema",
    ];

    public static TheoryData<string> Chains => [.. s_chains];

    [Fact]
    public void Every_wrapper_that_acts_in_a_step_is_among_them() => Assert.All(
        Catalog.Wrappers.Where(entry => !entry.Type.IsAssignableTo(typeof(GroupingWrapper)) && !entry.Type.IsAssignableTo(typeof(StorageWrapper)) && entry.Type != typeof(Kahan) && entry.Type != typeof(Freeze) && entry.Type != typeof(Sam)),
        entry => Assert.Contains(entry.Name, s_chains.Select(chain => chain.Split('(', ' ')[0])));

    [Theory, MemberData(nameof(Chains))]
    public void Every_width_gives_what_single_elements_give(string chain)
    {
        foreach (ElementwiseOptimizer optimizer in Around(chain))
        {
            double[] one = Run<double>(optimizer, Width.Scalar, s_shapes), single = Run<float>(optimizer, Width.Scalar, s_shapes);
            foreach (Width width in (Width[])[Width.Bits128, Width.Bits256, Width.Bits512])
            {
                string what = $"{Notation.Print(optimizer)}, {width}";
                Drivers.Near.Equal(one, Run<double>(optimizer, width, s_shapes), 1e-12, what);
                Drivers.Near.Equal(single, Run<float>(optimizer, width, s_shapes), 2e-5, what);
            }
        }
    }

    [Theory, MemberData(nameof(Chains))]
    public void The_size_of_the_team_changes_no_bit(string chain)
    {
        foreach (string rule in (string[])["adamw(weightDecay=0)", "lamb(weightDecay=0)", "adamMini(weightDecay=0)", "prodigy"])
        {
            if (Wrapped(rule, chain) is not { } optimizer) continue;
            List<double[]> results = [];
            for (int size = 1; size <= 3; size++) TeamSize.Of(size, () => results.Add(Run<float>(optimizer, Width.Widest, s_large)));
            Assert.Equal(results[0], results[1]);
            Assert.Equal(results[0], results[2]);
        }
    }

    [Theory, MemberData(nameof(Chains))]
    public void A_step_allocates_nothing_once_shapes_are_known(string chain)
    {
        foreach (ElementwiseOptimizer optimizer in Around(chain))
        {
            // A copy that rests for a while makes two loops of one rule; a driver keeps the last.
            if (optimizer.Needs == Needs.None && optimizer.Wrappers.Any(wrapper => wrapper is Lookahead)) continue;
            using ThreeTensors<float> tensors = new(optimizer, shapes: s_shapes);
            for (int t = 1; t <= 40; t++) tensors.Step(t);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int t = 41; t <= 60; t++) tensors.Step(t);
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(bytes < 20 * 8, $"{Notation.Print(optimizer)} allocates {bytes / 20} bytes a step.");
        }
    }

    [Theory, MemberData(nameof(Chains))]
    public void Its_text_reads_back_to_itself(string chain)
    {
        foreach (ElementwiseOptimizer optimizer in Around(chain))
        {
            string text = Notation.Print(optimizer);
            Assert.Equal(optimizer, Notation.ParseOptimizer(text));
            Assert.Equal(text, Notation.Print(Notation.ParseOptimizer(text)));
        }
    }

    private static double[] Run<E>(ElementwiseOptimizer optimizer, Width width, (int, int)[] shapes) where E : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<E>
    {
        using ThreeTensors<E> tensors = new(optimizer, width, shapes);
        for (int t = 1; t <= 3; t++)
        {
            // Not at the weights: rounding must not feed back.
            for (int i = 0; i < tensors.Tensors; i++)
            {
                int count = Math.Max(1, shapes[i].Item1) * shapes[i].Item2;
                for (int k = 0; k < count; k++) tensors.Give(i, k, ThreeTensors.Slope(t, i, k, ThreeTensors.Start(i, k)));
            }

            tensors.Step(t, 1 / (1.0 + t));
        }

        return tensors.Everything;
    }

    private static IEnumerable<ElementwiseOptimizer> Around(string chain) => Catalog.Optimizers
        .Where(entry => entry.Type.IsAssignableTo(typeof(ElementwiseOptimizer)))
        .Select(entry => Wrapped(entry.Parameters.Any(p => p.Name == "weightDecay") ? $"{entry.Name}(weightDecay=0)" : entry.Name, chain))
        .OfType<ElementwiseOptimizer>();

    /// <summary>The rule with what stands around it; null where that makes no sense.</summary>
    private static ElementwiseOptimizer? Wrapped(string rule, string chain)
    {
        try
        {
            return ThreeTensors.Parse($"{rule} with {chain}");
        }
        catch (RecipeException e)
        {
            Assert.EndsWith(".", e.Message.Split('\n')[0], StringComparison.Ordinal);
            return null;
        }
    }
}
