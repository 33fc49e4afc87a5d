using Gradus.Lab.Reports;
using Gradus.Torch.Training;

namespace Gradus.Lab.Runs;

/// <summary>Keeps what a run's curves need: the epochs and the validations, those before an interruption too.</summary>
internal sealed class RunHistory : IListener
{
    private readonly List<CurvePoint> _curve = [];
    private readonly List<ValidationPoint> _validations = [];
    private EpochDone? _epoch;

    public RunHistory(IEnumerable<Fact> earlier)
    {
        foreach (Fact fact in earlier) Hear(fact);
    }

    public IReadOnlyList<CurvePoint> Curve => _curve;

    public IReadOnlyList<ValidationPoint> Validations => _validations;

    public double TrainingSeconds { get; private set; }

    public void Hear(Fact fact)
    {
        switch (fact)
        {
            case EpochDone done:
                _epoch = done;
                TrainingSeconds = done.TrainingSeconds;
                break;
            case Evaluated { Split: "validation" } evaluated:
                _validations.Add(new(evaluated.Step, evaluated.TrainingSeconds, evaluated.Loss, evaluated.Accuracy));
                if (_epoch is { } epoch && epoch.Step == evaluated.Step)
                {
                    _curve.Add(new(epoch.Epoch + 1, epoch.Step, epoch.TrainingSeconds, epoch.Loss, epoch.Accuracy, evaluated.Loss, evaluated.Accuracy, epoch.Rate));
                }

                break;
        }
    }
}
