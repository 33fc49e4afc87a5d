namespace Gradus.Lab.Reports;

/// <summary>Where a run stood at the end of an epoch.</summary>
/// <param name="Epoch">Epochs finished.</param>
/// <param name="Step">Optimizer steps taken.</param>
/// <param name="Seconds">Training time since the start, without evaluation.</param>
/// <param name="TrainLoss">Mean training loss.</param>
/// <param name="TrainAccuracy">Training accuracy, a fraction.</param>
/// <param name="ValidationLoss">Mean validation loss.</param>
/// <param name="ValidationAccuracy">Validation accuracy, a fraction.</param>
/// <param name="Rate">Learning rate of the epoch's last step.</param>
public sealed record CurvePoint(
    int Epoch, long Step, double Seconds, double TrainLoss, double TrainAccuracy,
    double ValidationLoss, double ValidationAccuracy, double Rate);
