using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Penalties;
using Gradus.Schedules;

namespace Gradus;

/// <summary>One term of a weighted sum of losses. Its weight and its loss's parameters may move over time.</summary>
/// <param name="Weight">Its factor; of a moving weight, that at step 0.</param>
/// <param name="Loss">The loss; of moving parameters it has the values at step 0.</param>
public sealed record LossTerm(double Weight, ILoss Loss)
{
    /// <summary>How the weight moves, or null where it stays.</summary>
    public Moving? MovingWeight { get; private init; }

    /// <summary>The parameters of the loss that move.</summary>
    public ValueList<MovingParameter> MovingParameters { get; private init; } = [];

    /// <summary>Whether anything moves.</summary>
    public bool Moves => MovingWeight is not null || MovingParameters.Count > 0;

    /// <summary>The same term with a weight that moves.</summary>
    public LossTerm MoveWeight(Moving weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return this with { Weight = weight.From, MovingWeight = weight };
    }

    /// <summary>The same term with a parameter of its loss that moves: <c>term.Move("gamma", new(0, 2, Length.Epochs(5)))</c>.</summary>
    /// <exception cref="ArgumentException">There is no such parameter, or one end is out of its range.</exception>
    public LossTerm Move(string parameter, Moving value)
    {
        ValueList<MovingParameter> moving = Motion.Add(Loss, MovingParameters, parameter, value);
        return this with { Loss = (ILoss)Motion.At(Loss, moving, at => at.From), MovingParameters = moving };
    }

    /// <summary>The same term with all lengths in steps.</summary>
    /// <param name="run">The run it is for.</param>
    public LossTerm Within(RunLength run) =>
        this with { MovingWeight = MovingWeight?.Within(run), MovingParameters = Motion.Within(MovingParameters, run) };

    /// <summary>The term as it is at a step: nothing moves in it.</summary>
    /// <exception cref="InvalidOperationException">A length is still relative: <see cref="Within"/> comes first.</exception>
    public LossTerm At(long step) => Moves
        ? new(MovingWeight?.At(step) ?? Weight, MovingParameters.Count == 0 ? Loss : (ILoss)Motion.At(Loss, MovingParameters, moving => moving.At(step)))
        : this;

    /// <summary>As the recipe language writes it: <c>0.7*focal(gamma=2)</c>, <c>(1→0.1 over 10%)*dice</c>.</summary>
    public override string ToString()
    {
        string loss = Notation.Print(Loss, MovingParameters);
        if (Loss is TypedLoss && (MovingWeight is not null || Weight != 1)) loss = $"({loss})";
        return MovingWeight is not null ? $"({MovingWeight})*{loss}" : Weight == 1 ? loss : $"{ValueText.Of(Weight)}*{loss}";
    }

    internal LossTerm With(ValueList<MovingParameter> moving) => this with { MovingParameters = moving };
}

/// <summary>A penalty of weights in a recipe. Its parameters may move over time; its factor is its strength.</summary>
/// <param name="Penalty">The penalty; of moving parameters it has the values at step 0.</param>
public sealed record PenaltyTerm(IPenalty Penalty)
{
    /// <summary>The parameters of the penalty that move.</summary>
    public ValueList<MovingParameter> MovingParameters { get; private init; } = [];

    /// <summary>Whether anything moves.</summary>
    public bool Moves => MovingParameters.Count > 0;

    /// <summary>The same term with a parameter of its penalty that moves: <c>term.Move("strength", new(0, 1e-4, Length.Share(0.5)))</c>.</summary>
    /// <exception cref="ArgumentException">There is no such parameter, or one end is out of its range.</exception>
    public PenaltyTerm Move(string parameter, Moving value)
    {
        ValueList<MovingParameter> moving = Motion.Add(Penalty, MovingParameters, parameter, value);
        return new((IPenalty)Motion.At(Penalty, moving, at => at.From)) { MovingParameters = moving };
    }

    /// <summary>The same term with all lengths in steps.</summary>
    /// <param name="run">The run it is for.</param>
    public PenaltyTerm Within(RunLength run) => this with { MovingParameters = Motion.Within(MovingParameters, run) };

    /// <summary>The term as it is at a step: nothing moves in it.</summary>
    /// <exception cref="InvalidOperationException">A length is still relative: <see cref="Within"/> comes first.</exception>
    public PenaltyTerm At(long step) => Moves ? new((IPenalty)Motion.At(Penalty, MovingParameters, moving => moving.At(step))) : this;

    /// <summary>As the recipe language writes it: <c>l2(0→1e-4 over 10%)</c>.</summary>
    public override string ToString() => Notation.Print(Penalty, MovingParameters);

    internal PenaltyTerm With(ValueList<MovingParameter> moving) => this with { MovingParameters = moving };
}
