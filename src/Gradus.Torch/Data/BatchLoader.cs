using System.Runtime.ExceptionServices;

namespace Gradus.Torch.Data;

/// <summary>Hands out an <see cref="ImageSet"/> in batches of tensors, made ahead by a thread of its own.</summary>
/// <remarks>
/// <para>What an epoch holds is a function of (set, seed, epoch): to resume at epoch 7, ask for epoch 7.</para>
/// <para>Batches are written once, normalised, straight into a ring of tensors that live as long as the loader; nothing is
/// copied and nothing is allocated per batch. Hence a batch is valid until the next MoveNext, and only one epoch is read
/// at a time: beginning another ends the one before.</para>
/// <code>
/// using var loader = new BatchLoader(train, batchSize: 128, seed: 1);
/// for (int epoch = 0; epoch &lt; 10; epoch++)
///     foreach (Batch batch in loader.Epoch(epoch))
///         Train(batch.Images, batch.Labels);
/// </code>
/// </remarks>
public sealed class BatchLoader : IDisposable
{
    private readonly BatchWriter _writer;
    private readonly BatchOptions _options;
    private readonly long _seed;
    private readonly BatchSlot[] _ring;
    private readonly Thread _thread;

    // Everything below is guarded by the gate; run and stopping are also glanced at without it.
    private readonly object _gate = new();
    private int _run, _epoch, _produced, _released;
    private bool _active, _filling, _stopping;
    private ExceptionDispatchInfo? _fault;

    /// <summary>Creates the tensors and starts the thread.</summary>
    /// <param name="set">The samples; not empty.</param>
    /// <param name="batchSize">Samples per batch, at least 1; a set smaller than that makes one short batch.</param>
    /// <param name="seed">Decides order and augmentation.</param>
    /// <param name="options">How batches are made; the defaults suit training.</param>
    /// <exception cref="ArgumentException">The set is empty, an epoch would have no batch, or the normalisation has other channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Batch size or prefetch is out of range, or a batch exceeds 2 GB.</exception>
    public BatchLoader(ImageSet set, int batchSize, long seed, BatchOptions? options = null)
    {
        options ??= new BatchOptions();
        Check(set, batchSize, options);
        (Set, BatchSize) = (set, Math.Min(batchSize, set.Count));
        int lastSize = set.Count % BatchSize;
        bool keepsShort = lastSize > 0 && !options.DropLast;
        BatchesPerEpoch = (set.Count / BatchSize) + (keepsShort ? 1 : 0);
        (_seed, _options) = (seed, options);
        _writer = new BatchWriter(set, seed, options);
        _ring = new BatchSlot[options.Prefetch + 1];
        // Every epoch begins at slot 0, so only one slot ever receives the short batch.
        int lastSlot = (BatchesPerEpoch - 1) % _ring.Length;
        for (int i = 0; i < _ring.Length; i++)
            _ring[i] = new BatchSlot(set.Shape, BatchSize, keepsShort && i == lastSlot ? lastSize : 0);
        _thread = new Thread(Produce) { IsBackground = true, Name = $"batches of {set.Name}" };
        _thread.Start();
    }

    /// <summary>The samples.</summary>
    public ImageSet Set { get; }

    /// <summary>Samples in a full batch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches in an epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>Another loader of the same batches, to be read beside this one.</summary>
    public BatchLoader Again() => new(Set, BatchSize, _seed, _options);

    /// <summary>The batches of one epoch. Each is valid until the next MoveNext.</summary>
    /// <param name="epoch">Which one; any order, any number of times.</param>
    /// <param name="cancellation">Ends the waiting for a batch.</param>
    /// <exception cref="ObjectDisposedException">The loader was disposed. (On MoveNext, as all that follow.)</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">Another epoch was begun on this loader meanwhile.</exception>
    /// <remarks>What an augmentation throws on the background thread is thrown here, after the batches before it.</remarks>
    public IEnumerable<Batch> Epoch(int epoch, CancellationToken cancellation = default)
    {
        int mine = Begin(epoch);
        using CancellationTokenRegistration wake = cancellation.UnsafeRegister(static loader => ((BatchLoader)loader!).Wake(), this);
        try
        {
            for (int i = 0; i < BatchesPerEpoch; i++)
                yield return Await(mine, i, cancellation);
        }
        finally
        {
            End(mine);
        }
    }

    /// <summary>Stops the thread and frees the tensors, and with them every batch handed out.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopping)
                return;
            _stopping = true;
            Monitor.PulseAll(_gate);
        }
        _thread.Join();
        foreach (BatchSlot slot in _ring)
            slot.Dispose();
    }

    private static void Check(ImageSet set, int batchSize, BatchOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        if (set.Count == 0)
            throw new ArgumentException($"'{set.Name}' holds no image to load.", nameof(set));
        if (options.DropLast && set.Count < batchSize)
            throw new ArgumentException($"'{set.Name}' holds {set.Count} images, fewer than one batch of {batchSize}, and {nameof(BatchOptions.DropLast)} leaves out short batches; lower the batch size.", nameof(set));
        if (options.Prefetch is < 1 or > 64)
            throw new ArgumentOutOfRangeException(nameof(options), options.Prefetch, $"{nameof(BatchOptions.Prefetch)} lies between 1 and 64.");
        if (options.Normalization is { } normalization && normalization.Means.Length != set.Channels)
            throw new ArgumentException($"The normalization knows {normalization.Means.Length} channels, the images of '{set.Name}' have {set.Channels}.", nameof(options));
        long bytes = (long)Math.Min(batchSize, set.Count) * set.Shape.Size * sizeof(float);
        if (bytes > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"One batch of images {set.Shape} would take {bytes / 1e9:0.0} GB; 2 GB is the limit.");
    }

    private int Begin(int epoch)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            int mine = ++_run;
            while (_filling)
                Monitor.Wait(_gate);
            // While this thread waited another may have begun an epoch; then that one goes on, and Await says so here.
            if (_run == mine)
            {
                (_epoch, _produced, _released, _fault, _active) = (epoch, 0, 0, null, true);
                Monitor.PulseAll(_gate);
            }
            return mine;
        }
    }

    private Batch Await(int mine, int index, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_run == mine)
            {
                _released = index;
                Monitor.PulseAll(_gate);
            }
            while (true)
            {
                ObjectDisposedException.ThrowIf(_stopping, this);
                cancellation.ThrowIfCancellationRequested();
                if (_run != mine)
                    throw new InvalidOperationException($"Another epoch of '{Set.Name}' was begun on this loader, which reads one at a time; use a second loader.");
                if (_produced > index)
                    return _ring[index % _ring.Length].Batch(CountOf(index));
                _fault?.Throw();
                Monitor.Wait(_gate);
            }
        }
    }

    private void End(int mine)
    {
        lock (_gate)
        {
            if (_run != mine)
                return;
            _run++;
            _active = false;
        }
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private int CountOf(int index) => Math.Min(BatchSize, Set.Count - (index * BatchSize));

    private void Produce()
    {
        while (true)
        {
            int mine, index;
            lock (_gate)
            {
                while (!_stopping && !(_active && _fault is null && _produced < BatchesPerEpoch && _produced - _released < _ring.Length))
                    Monitor.Wait(_gate);
                if (_stopping)
                    return;
                (mine, index, _filling) = (_run, _produced, true);
            }
            ExceptionDispatchInfo? caught = null;
            try
            {
                Fill(mine, index);
            }
            catch (Exception e)
            {
                caught = ExceptionDispatchInfo.Capture(e);
            }
            lock (_gate)
            {
                _filling = false;
                if (_run == mine)
                {
                    _fault = caught;
                    _produced += caught is null ? 1 : 0;
                }
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Fill(int mine, int index)
    {
        if (index == 0)
            _writer.Begin(_epoch);
        BatchSlot slot = _ring[index % _ring.Length];
        int first = index * BatchSize, count = CountOf(index);
        // A batch nobody waits for any more is left half written.
        for (int i = 0; i < count && Volatile.Read(ref _run) == mine && !Volatile.Read(ref _stopping); i++)
            _writer.Write(first + i, slot, i);
    }
}
