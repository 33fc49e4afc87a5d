using FsCheck;
using FsCheck.Xunit;
using Gradus.Torch.Data;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Data;

public class BatchLoaderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Property(MaxTest = 30)]
    public bool An_epoch_visits_every_sample_once(long seed, byte extra, PositiveInt size)
    {
        using var loader = new BatchLoader(Sets.Of(extra + 1), 1 + (size.Get % 40), seed);
        return Visits(loader, 0).Order().SequenceEqual(Enumerable.Range(0, extra + 1));
    }

    [Property(MaxTest = 20)]
    public bool Resuming_at_an_epoch_equals_replaying_up_to_it(long seed, byte epochs)
    {
        ImageSet set = Sets.Of(50);
        BatchOptions options = new() { Augmentations = [new RandomShift(1), new RandomFlip()] };
        int last = epochs % 5;
        using BatchLoader replayed = new(set, 8, seed, options), resumed = new(set, 8, seed, options);
        for (int epoch = 0; epoch < last; epoch++)
            Pixels(replayed, epoch);
        return Pixels(replayed, last).SequenceEqual(Pixels(resumed, last));
    }

    [Fact]
    public void A_sample_is_changed_alike_whatever_the_batch_size_and_prefetch()
    {
        ImageSet set = Sets.Of(50);
        BatchOptions options = new() { Augmentations = [new RandomShift(1), new RandomFlip()] };
        using BatchLoader a = new(set, 8, 3, options), b = new(set, 25, 3, options with { Prefetch = 7 });
        Assert.Equal(Pixels(a, 2), Pixels(b, 2));
    }

    [Fact]
    public void Tensors_hold_the_normalised_pixels_and_the_labels()
    {
        ImageSet set = Sets.Of(10);
        using var loader = new BatchLoader(set, 4, 1, new BatchOptions { Normalization = new([0.5, 0.25], [0.5, 0.125]) });
        foreach (Batch batch in loader.Epoch(0, Stop))
        {
            Assert.Equal([batch.Count, 2, 3, 5], batch.Images.shape);
            Assert.Equal([batch.Count], batch.Labels.shape);
            float[] values = batch.Images.data<float>().ToArray();
            for (int i = 0; i < batch.Count; i++)
            {
                ReadOnlySpan<byte> image = set.Image(batch.Rows[i]);
                Assert.Equal(set.Label(batch.Rows[i]), batch.Labels[i].item<long>());
                for (int p = 0; p < 30; p++)
                    Assert.Equal(((image[p] / 255.0) - (p < 15 ? 0.5 : 0.25)) / (p < 15 ? 0.5 : 0.125), values[(i * 30) + p], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(10, 4, false, "4 4 2")]
    [InlineData(10, 4, true, "4 4")]
    [InlineData(8, 4, false, "4 4")]
    [InlineData(3, 4, false, "3")]
    public void The_short_last_batch_is_kept_unless_dropped(int count, int size, bool drop, string expected)
    {
        using var loader = new BatchLoader(Sets.Of(count), size, 1, new BatchOptions { DropLast = drop });
        for (int epoch = 0; epoch < 3; epoch++)
            Assert.Equal(expected, string.Join(' ', loader.Epoch(epoch, Stop).Select(b => b.Images.shape[0])));
        Assert.Equal(expected.Split(' ').Length, loader.BatchesPerEpoch);
    }

    [Fact]
    public void Without_shuffling_samples_come_in_the_order_of_the_set()
    {
        using var loader = new BatchLoader(Sets.Of(10), 3, 1, BatchOptions.InOrder);
        Assert.Equal(Enumerable.Range(0, 10), Visits(loader, 5));
    }

    [Fact]
    public void A_batch_keeps_its_content_until_the_next_is_asked_for()
    {
        using var loader = new BatchLoader(Sets.Of(64), 2, 1);
        foreach (Batch batch in loader.Epoch(0, Stop))
        {
            float[] before = batch.Images.data<float>().ToArray();
            Thread.Sleep(2); // Time for the thread to run ahead as far as it may.
            Assert.Equal(before, batch.Images.data<float>().ToArray());
        }
    }

    [Fact]
    public void Batches_reuse_the_same_tensors()
    {
        using var loader = new BatchLoader(Sets.Of(64), 4, 1, new BatchOptions { Prefetch = 2 });
        var handles = new HashSet<nint>();
        for (int epoch = 0; epoch < 3; epoch++)
            handles.UnionWith(loader.Epoch(epoch, Stop).Select(b => b.Images.Handle));
        Assert.Equal(3, handles.Count);
    }

    [Fact]
    public void Nothing_is_allocated_per_batch()
    {
        var meter = new Meter();
        using var loader = new BatchLoader(Sets.Of(4000), 4, 1, new BatchOptions { Augmentations = [new RandomShift(), meter] });
        foreach (Batch _ in loader.Epoch(0, Stop)) { } // The first epoch also compiles the methods.
        // What the runtime allocates once, when a path is first taken, may fall into any epoch; what a batch allocates
        // falls into each: 1000 batches, and the epoch's own enumerator is well under a byte a batch.
        long leastReader = long.MaxValue, leastBackground = long.MaxValue;
        for (int epoch = 1; epoch <= 5; epoch++)
        {
            long background = meter.Allocated, reader = GC.GetAllocatedBytesForCurrentThread();
            foreach (Batch _ in loader.Epoch(epoch, Stop)) { }
            leastReader = Math.Min(leastReader, GC.GetAllocatedBytesForCurrentThread() - reader);
            leastBackground = Math.Min(leastBackground, meter.Allocated - background);
        }

        Assert.InRange(leastReader, 0, 1000);
        Assert.InRange(leastBackground, 0, 1000);
    }

    [Fact]
    public void Tensors_outlive_the_scope_the_loader_was_made_in()
    {
        BatchLoader loader;
        using (NewDisposeScope())
            loader = new BatchLoader(Sets.Of(10), 4, 1);
        using (loader)
            Assert.Equal(10, Visits(loader, 0).Count);
    }

    [Fact]
    public void An_exception_of_the_background_thread_surfaces_after_the_batches_before_it()
    {
        using var loader = new BatchLoader(Sets.Of(12), 4, 1, BatchOptions.InOrder with { Augmentations = [new FailsAt(9)] });
        int seen = 0;
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (Batch _ in loader.Epoch(0, Stop))
                seen++;
        });
        Assert.Equal("sample 9", error.Message);
        Assert.Equal(2, seen);
        Assert.Throws<InvalidDataException>(() => Visits(loader, 1));
    }

    [Fact]
    public void Leaving_an_epoch_early_leaves_the_next_whole()
    {
        ImageSet set = Sets.Of(40);
        using BatchLoader left = new(set, 4, 1), fresh = new(set, 4, 1);
        for (int epoch = 0; epoch < 20; epoch++)
        {
            foreach (Batch _ in left.Epoch(epoch, Stop))
                break;
        }
        Assert.Equal(Pixels(fresh, 20), Pixels(left, 20));
    }

    [Fact]
    public void Beginning_another_epoch_ends_the_one_before()
    {
        using var loader = new BatchLoader(Sets.Of(40), 4, 1);
        using IEnumerator<Batch> first = loader.Epoch(0, Stop).GetEnumerator();
        Assert.True(first.MoveNext());
        Assert.Equal(40, Visits(loader, 1).Count);
        var error = Assert.Throws<InvalidOperationException>(() => first.MoveNext());
        Assert.Contains("use a second loader", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_for_a_batch_can_be_cancelled()
    {
        using var held = new Held();
        using var cancel = new CancellationTokenSource(50);
        using var loader = new BatchLoader(Sets.Of(8), 4, 1, new BatchOptions { Augmentations = [held] });
        Assert.Throws<OperationCanceledException>(() => loader.Epoch(0, cancel.Token).Count());
        held.Release();
        Assert.Equal(8, Visits(loader, 0).Count);
    }

    [Fact]
    public void Disposing_stops_the_thread_in_the_middle_of_an_epoch()
    {
        var loader = new BatchLoader(Sets.Of(100), 4, 1);
        using IEnumerator<Batch> epoch = loader.Epoch(0, Stop).GetEnumerator();
        Assert.True(epoch.MoveNext());
        loader.Dispose();
        loader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => epoch.MoveNext());
        Assert.Throws<ObjectDisposedException>(() => Visits(loader, 0));
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoader(Sets.Of(3), 0, 1));
        Assert.Throws<ArgumentException>(() => new BatchLoader(Sets.Of(0), 1, 1));
        Assert.Throws<ArgumentException>(() => new BatchLoader(Sets.Of(3), 4, 1, new BatchOptions { DropLast = true }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoader(Sets.Of(3), 1, 1, new BatchOptions { Prefetch = 0 }));
        Assert.Throws<ArgumentException>(() => new BatchLoader(Sets.Of(3), 1, 1, new BatchOptions { Normalization = Normalization.None(1) }));
    }

    private static List<int> Visits(BatchLoader loader, int epoch)
    {
        var rows = new List<int>();
        foreach (Batch batch in loader.Epoch(epoch, Stop))
            rows.AddRange(batch.Rows);
        return rows;
    }

    private static float[] Pixels(BatchLoader loader, int epoch) =>
        [.. loader.Epoch(epoch, Stop).SelectMany(b => b.Images.data<float>().ToArray())];

    private sealed class Meter : IAugmentation
    {
        public long Allocated { get; private set; }

        public void Apply(ReadOnlySpan<byte> image, Span<byte> target, ImageShape shape, ref SeededRandom random)
        {
            image.CopyTo(target);
            Allocated = GC.GetAllocatedBytesForCurrentThread();
        }
    }

    private sealed class FailsAt(int sample) : IAugmentation
    {
        private int calls;

        public void Apply(ReadOnlySpan<byte> image, Span<byte> target, ImageShape shape, ref SeededRandom random)
        {
            if (calls++ == sample)
                throw new InvalidDataException($"sample {sample}");
            calls %= sample + 1;
        }
    }

    private sealed class Held : IAugmentation, IDisposable
    {
        private readonly ManualResetEventSlim open = new();

        public void Release() => open.Set();

        public void Apply(ReadOnlySpan<byte> image, Span<byte> target, ImageShape shape, ref SeededRandom random) => open.Wait();

        public void Dispose() => open.Dispose();
    }
}
