using Gradus.Torch.Training;

namespace Gradus.Cli.Running;

/// <summary>How far a run is, heard from its facts.</summary>
internal sealed class ActiveRun(string label) : IListener
{
    private readonly Lock _gate = new();
    private RunStarted? _start;
    private StepDone? _last;
    private long _steps, _samples;

    public string Label => label;

    public void Hear(Fact fact)
    {
        lock (_gate)
        {
            switch (fact)
            {
                case RunStarted start:
                    _start = start;
                    break;
                case StepDone step:
                    _last = step;
                    _steps += step.Covers;
                    _samples += step.Samples;
                    break;
            }
        }
    }

    /// <summary>What there is to see now; null before the first step.</summary>
    public RunView? View()
    {
        lock (_gate)
        {
            if (_start is null || _last is null || _last.Seconds <= 0) return null;
            long total = (long)_start.Epochs * _start.StepsPerEpoch;
            return new(label, _last.Epoch + 1, _start.Epochs, _last.Step + 1, total, _last.Loss, _last.Accuracy, _last.Rate,
                _samples / _last.Seconds, TimeSpan.FromSeconds(_last.Seconds * (total - _last.Step - 1) / _steps));
        }
    }
}

/// <summary>A run at one moment.</summary>
internal sealed record RunView(
    string Label, int Epoch, int Epochs, long Step, long Steps, double Loss, double Accuracy, double Rate, double SamplesPerSecond, TimeSpan Left)
{
    /// <summary>The share of its steps that are done.</summary>
    public double Share => Steps == 0 ? 0 : (double)Step / Steps;
}
