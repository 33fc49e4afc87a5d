namespace Gradus.Lab.Reports;

/// <summary>One trial of the search for a learning rate.</summary>
/// <param name="Rate">The learning rate tried.</param>
/// <param name="ValidationAccuracy">Fraction of the validation set classified correctly.</param>
/// <param name="ValidationLoss">Mean loss on the validation set.</param>
/// <param name="Diverged">Whether training blew up (a non-finite loss or weight).</param>
/// <param name="Seed">The trial's seed.</param>
public sealed record GridPoint(
    double Rate, double ValidationAccuracy, double ValidationLoss, bool Diverged, long Seed);
