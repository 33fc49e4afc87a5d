using System.Diagnostics;
using Gradus.Losses;
using Gradus.Schedules;
using Gradus.Torch.Data;
using Gradus.Torch.Optimizers;
using static TorchSharp.torch;

namespace Gradus.Torch.Training;

/// <summary>
/// Trains a classifier, and tells: every step, epoch and evaluation goes to the listeners as a <see cref="Fact"/>.
/// </summary>
/// <remarks>
/// The same seed gives the same run on the same machine: order and augmentation of the data are functions of seed and
/// epoch, and the random state of the model (dropout) is seeded anew at the start of each epoch, so that a run that
/// resumes at an epoch equals one that never stopped.
/// </remarks>
public sealed class Trainer
{
    private readonly TrainingPlan _plan;
    private readonly Stopwatch _clock = new();
    private double _trainingSeconds;
    private readonly bool _gathersStatistics;
    private long _step;

    /// <summary>Prepares a run.</summary>
    /// <param name="plan">What to train on what.</param>
    /// <exception cref="ArgumentException">Less than one epoch or evaluation, a first epoch beyond the last, a loss that does
    /// not reduce to one number, a penalty that finds no parameter, or a schedule or moving value that does not fit the run.</exception>
    public Trainer(TrainingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Epochs < 1) throw new ArgumentException($"{plan.Epochs} epochs were asked for; a run needs at least 1.", nameof(plan));
        if (plan.EvaluationsPerEpoch < 1) throw new ArgumentException($"{plan.EvaluationsPerEpoch} evaluations per epoch were asked for; give at least 1, or no validation data.", nameof(plan));
        if (plan.FirstEpoch < 0 || plan.FirstEpoch > plan.Epochs) throw new ArgumentException($"The run would begin at epoch {plan.FirstEpoch}, but has only {plan.Epochs}; raise Epochs to train on.", nameof(plan));
        if (plan.Loss.Reduction == Reduction.None) throw new ArgumentException("The loss keeps its elements apart (Reduction.None); training needs one number: Reduction.Mean or Sum.", nameof(plan));
        _plan = plan;
        _trainingSeconds = plan.SecondsBefore;
        long total = (long)plan.Epochs * plan.Train.BatchesPerEpoch;
        RunLength run = new(total, plan.Train.BatchesPerEpoch);
        Schedule = plan.Schedule.Within(run);
        plan.Loss.Begin(plan.Model, run);
        plan.Optimizer.Begin(run);
        _gathersStatistics = plan.Optimizer.HasAverage && BatchNormStatistics.Exist(plan.Model);
    }

    /// <summary>The schedule, its lengths resolved against this run.</summary>
    public Schedule Schedule { get; }

    /// <summary>Trains from the plan's first epoch to the last.</summary>
    /// <param name="listeners">Who hears the facts.</param>
    /// <param name="cancellation">Stops the run after the current step.</param>
    /// <returns>How it ended.</returns>
    public RunEnded Run(IEnumerable<IListener> listeners, CancellationToken cancellation = default)
    {
        using Audience audience = new(listeners);
        _clock.Restart();
        _step = (long)_plan.FirstEpoch * _plan.Train.BatchesPerEpoch;
        audience.Tell(new RunStarted(0, _plan.FirstEpoch, _plan.Epochs, _plan.Train.BatchesPerEpoch, _plan.Train.Set.Count));
        RunEnd end = RunEnd.Failed;
        RunEnded ended;
        try
        {
            end = Epochs(audience, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            end = RunEnd.Interrupted;
        }
        finally
        {
            ended = new(_clock.Elapsed.TotalSeconds, end, _step);
            audience.Tell(ended);
        }

        audience.Finish();
        return ended;
    }

    /// <summary>
    /// Loss and accuracy on data, without training on it; the model returns to the mode it was in. Where the optimizer averages
    /// weights, it is the average that is evaluated, with statistics of batch normalization of its own.
    /// </summary>
    /// <param name="data">The data; its batches are all read, the short last one included if the loader keeps it.</param>
    /// <param name="cancellation">Stops early.</param>
    public Score Evaluate(BatchLoader data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Tally tally = new();
        bool training = _plan.Model.training;
        using IDisposable? average = _plan.Optimizer.HasAverage ? _plan.Optimizer.AtAverage() : null;
        using IDisposable? statistics = _gathersStatistics ? GatherStatistics(cancellation) : null;
        _plan.Model.eval();
        try
        {
            using IDisposable off = no_grad();
            foreach (Batch batch in data.Epoch(0, cancellation))
            {
                using IDisposable scope = NewDisposeScope();
                Tensor output = _plan.Model.forward(batch.Images);
                tally.Add(_plan.Loss.forward(output, batch.Labels), output, batch);
            }
        }
        finally
        {
            _plan.Model.train(training);
        }

        return tally.Score;
    }

    private IDisposable GatherStatistics(CancellationToken cancellation)
    {
        using BatchLoader again = _plan.Train.Again();
        return BatchNormStatistics.Refresh(_plan.Model, again.Epoch(0, cancellation).Take(_plan.StatisticsBatches).Select(batch => batch.Images));
    }

    private RunEnd Epochs(Audience audience, CancellationToken cancellation)
    {
        for (int epoch = _plan.FirstEpoch; epoch < _plan.Epochs; epoch++)
        {
            random.manual_seed(_plan.Seed * 1_000_003 + epoch);
            Tally tally = new();
            if (!Epoch(epoch, tally, audience, cancellation)) return RunEnd.Diverged;
            Score score = tally.Score;
            audience.Tell(new EpochDone(Now, epoch, _step, score.Loss, score.Accuracy, Rate, _trainingSeconds));
            if (!Validate(epoch, audience, cancellation)) return RunEnd.Diverged;
            // Before saving: an epoch that a listener could not take down is not one to go on from.
            audience.ThrowIfFailed();
            if (_plan.CheckpointFolder is { } folder)
            {
                string path = Checkpoint.Save(folder, epoch, _plan.Model, _plan.Optimizer, _plan.Loss.Weighting);
                audience.Tell(new CheckpointSaved(Now, epoch, path));
            }
        }

        return RunEnd.Completed;
    }

    /// <summary>One epoch; false where the loss left the real numbers.</summary>
    private bool Epoch(int epoch, Tally tally, Audience audience, CancellationToken cancellation)
    {
        double mark = Now;
        _plan.Model.train();
        foreach (Batch batch in _plan.Train.Epoch(epoch, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            using IDisposable scope = NewDisposeScope();
            SetRates();
            _plan.Loss.MoveTo(_step);
            _plan.Optimizer.MoveTo(_step);
            Gradient(batch, out Tensor output, out Tensor loss, out double penalties);
            Score score = tally.Add(loss, output, batch);
            double total = score.Loss + penalties;
            if (!IsFinite(total, "loss", audience)) return false;

            ValueList<LossPart>? parts = _plan.Loss.HasParts ? ValueList.Of(_plan.Loss.Parts().Select(part => new LossPart(part.Name, part.Value))) : null;
            if (_plan.Optimizer.NeedsSecondGradient) StepWithSecondGradient(batch, loss);
            else _plan.Optimizer.TakeStep();
            _plan.Loss.TakeProximalStep(_plan.Optimizer);
            double now = Now;
            _trainingSeconds += now - mark;
            mark = now;
            audience.Tell(new StepDone(now, epoch, _step, score.Loss, score.Accuracy, Rate, batch.Count) { Total = parts is null ? null : total, Parts = parts });
            _step++;
            if (IsTimeToValidate())
            {
                if (!Validate(epoch, audience, cancellation)) return false;
                mark = Now;
            }
        }

        _plan.Optimizer.DropGathered();
        return true;
    }

    /// <summary>The batch's gradient, penalties included, added to what the parameters hold.</summary>
    private void Gradient(Batch batch, out Tensor output, out Tensor loss, out double penalties)
    {
        _plan.Optimizer.zero_grad();
        output = _plan.Model.forward(batch.Images);
        loss = _plan.Loss.forward(output, batch.Labels);
        loss.backward();
        penalties = _plan.Loss.AddPenalties();
    }

    /// <summary>A step that asks for the gradient at another point, too; the first one is there already.</summary>
    private void StepWithSecondGradient(Batch batch, Tensor first)
    {
        bool isFirst = true;
        _plan.Optimizer.step(() =>
        {
            if (isFirst)
            {
                isFirst = false;
                return first;
            }

            Gradient(batch, out _, out Tensor loss, out _);
            return loss;
        });
    }

    /// <summary>Whether a share of the epoch has just ended; its own end is not one of them.</summary>
    private bool IsTimeToValidate()
    {
        long steps = _plan.Train.BatchesPerEpoch, done = _step % steps, parts = _plan.EvaluationsPerEpoch;
        return done > 0 && done * parts / steps > (done - 1) * parts / steps;
    }

    /// <summary>Tells how the model does on validation data; false where that loss left the real numbers.</summary>
    private bool Validate(int epoch, Audience audience, CancellationToken cancellation)
    {
        if (_plan.Validation is null) return true;
        Score score = Evaluate(_plan.Validation, cancellation);
        audience.Tell(new Evaluated(Now, "validation", epoch, _step, score.Loss, score.Accuracy, _trainingSeconds));
        return IsFinite(score.Loss, "validation loss", audience);
    }

    private bool IsFinite(double loss, string which, Audience audience)
    {
        if (double.IsFinite(loss)) return true;
        audience.Tell(new Finding(Now, _step, $"The {which} became {loss} at step {_step}; a smaller learning rate, warm-up or gradient clipping usually helps."));
        return false;
    }

    private double Now => _clock.Elapsed.TotalSeconds;

    private double Rate => _plan.Optimizer.Groups[0].LearningRate;

    private void SetRates()
    {
        double factor = Schedule.At(_step);
        foreach (OptimizerGroup group in _plan.Optimizer.Groups) group.LearningRate = group.InitialLearningRate * factor;
    }
}
