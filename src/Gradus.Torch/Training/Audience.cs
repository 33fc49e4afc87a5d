using System.Runtime.ExceptionServices;

namespace Gradus.Torch.Training;

/// <summary>Passes facts on to listeners, each on a thread of its own.</summary>
internal sealed class Audience : IDisposable
{
    private readonly Seat[] _seats;

    public Audience(IEnumerable<IListener> listeners) => _seats = [.. listeners.Select(listener => new Seat(listener))];

    public void Tell(Fact fact)
    {
        foreach (Seat seat in _seats) seat.Tell(fact);
    }

    /// <summary>Throws what a listener has thrown so far; waits for nobody.</summary>
    public void ThrowIfFailed()
    {
        foreach (Seat seat in _seats) seat.Failure?.Throw();
    }

    /// <summary>Waits until everybody has heard everything; what a listener threw is thrown here.</summary>
    public void Finish()
    {
        foreach (Seat seat in _seats) seat.Finish();
        ThrowIfFailed();
    }

    public void Dispose()
    {
        foreach (Seat seat in _seats) seat.Finish();
    }

    private sealed class Seat
    {
        /// <summary>How many facts may wait before steps are joined.</summary>
        private const int Patience = 256;

        private readonly IListener _listener;
        private readonly Queue<Fact> _waiting = new();
        private readonly Thread _thread;
        private StepDone? _joined;
        private bool _closed;

        public Seat(IListener listener)
        {
            _listener = listener;
            _thread = new Thread(Listen) { IsBackground = true, Name = $"Gradus listener {listener.GetType().Name}" };
            _thread.Start();
        }

        public ExceptionDispatchInfo? Failure { get; private set; }

        public void Tell(Fact fact)
        {
            lock (_waiting)
            {
                if (fact is StepDone step && _waiting.Count >= Patience)
                {
                    _joined = _joined is null ? step : Join(_joined, step);
                    return;
                }

                Flush();
                _waiting.Enqueue(fact);
                Monitor.Pulse(_waiting);
            }
        }

        public void Finish()
        {
            lock (_waiting)
            {
                Flush();
                _closed = true;
                Monitor.Pulse(_waiting);
            }

            _thread.Join();
        }

        private void Flush()
        {
            if (_joined is null) return;
            _waiting.Enqueue(_joined);
            _joined = null;
        }

        private void Listen()
        {
            while (Next() is { } fact)
            {
                if (Failure is not null) continue;
                try
                {
                    _listener.Hear(fact);
                }
#pragma warning disable CA1031 // Kept, and thrown by Finish on the trainer's thread: a full disk must not end in a crash here.
                catch (Exception failure)
#pragma warning restore CA1031
                {
                    Failure = ExceptionDispatchInfo.Capture(failure);
                }
            }
        }

        private Fact? Next()
        {
            lock (_waiting)
            {
                while (_waiting.Count == 0)
                {
                    if (_closed) return null;
                    Monitor.Wait(_waiting);
                }

                return _waiting.Dequeue();
            }
        }

        private static StepDone Join(StepDone a, StepDone b)
        {
            double share = (double)b.Covers / (a.Covers + b.Covers);
            return b with
            {
                Loss = Mean(a.Loss, b.Loss),
                Accuracy = Mean(a.Accuracy, b.Accuracy),
                Total = a.Total is { } first && b.Total is { } second ? Mean(first, second) : null,
                Parts = a.Parts is null || b.Parts is null ? null : ValueList.Of(a.Parts.Zip(b.Parts, (x, y) => y with { Value = Mean(x.Value, y.Value) })),
                Samples = a.Samples + b.Samples,
                Covers = a.Covers + b.Covers,
            };

            double Mean(double x, double y) => x + (y - x) * share;
        }
    }
}
