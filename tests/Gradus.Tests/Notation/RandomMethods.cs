using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Optimizers;
using Gradus.Schedules;

namespace Gradus.Tests.Notations;

/// <summary>Any methods of the catalogue with any parameters in range, from what the catalogue knows about them.</summary>
internal sealed class RandomMethods(ulong seed)
{
    private readonly SplitMix64 _random = new(seed);

    public Recipe Recipe() => new()
    {
        Loss = ValueList.Of(Enumerable.Range(0, Below(4)).Select(_ => new LossTerm(Coin ? 1 : Number(ParameterRange.Any), Loss()))),
        Optimizer = Coin ? Optimizer() : null,
        Schedule = Coin ? Schedule() : null,
    };

    public ILoss Loss() => (ILoss)Of(MethodKind.Loss);

    public Optimizer Optimizer() => (Optimizer)Of(MethodKind.Optimizer);

    /// <summary>A chain that fits into a run of 1000 steps.</summary>
    public Schedule Schedule()
    {
        Schedule chain = (Schedule)Of(MethodKind.Schedule);
        while (chain.Ends && Coin) chain = chain.Then((Schedule)Of(MethodKind.Schedule));
        return chain;
    }

    public IMethod Of(MethodKind kind)
    {
        IReadOnlyList<MethodEntry> entries = Catalog.Of(kind);
        MethodEntry entry = entries[Below(entries.Count)];
        while (true)
        {
            Dictionary<string, object?> arguments = entry.Parameters.Where(p => p.IsRequired || Coin).ToDictionary(p => p.Name, Value);
            try
            {
                return entry.Create(arguments);
            }
            catch (ArgumentException) when (typeof(IChecked).IsAssignableFrom(entry.Type))
            {
                // These parameters do not go together; others will.
            }
        }
    }

    private bool Coin => Below(2) == 0;

    private int Below(int count) => (int)(_random.NextBits() % (ulong)count);

    private object? Value(ParameterEntry parameter) => parameter.Kind switch
    {
        ParameterKind.Switch => Coin,
        ParameterKind.Word => parameter.Choices[Below(parameter.Choices.Count)],
        ParameterKind.Whole => Math.Min(parameter.Range.Max, Math.Max(Below(2000) - 1000, Math.Ceiling(parameter.Range.Min) + 1)),
        ParameterKind.Length => Length(),
        ParameterKind.Numbers => Enumerable.Range(0, Below(4)).Select(_ => Number(parameter.Range)).ToArray(),
        _ => Number(parameter.Range),
    };

    /// <summary>Short enough that a few of them and a rest still fit.</summary>
    private Length Length() => Below(3) switch
    {
        0 => Gradus.Schedules.Length.Steps(Below(20) + 1),
        1 => Gradus.Schedules.Length.Share((Below(200) + 1) / 10000.0),
        _ => Gradus.Schedules.Length.Epochs((Below(20) + 1) / 100.0),
    };

    private double Number(ParameterRange range)
    {
        while (true)
        {
            double number = Below(4) switch
            {
                0 => Below(10),
                1 => _random.NextUniform(),
                2 => Math.Pow(10, Below(40) - 20) * _random.NextNormal(),
                _ => Math.Pow(10, -Below(10)),
            };
            if (range.Contains(number)) return number;
        }
    }
}
