using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Optimizers;
using Gradus.Schedules;

namespace Gradus;

/// <summary>Syntax to objects, through the catalogue.</summary>
internal sealed class Binder(RecipeParser source)
{
    private static readonly MethodKind[] s_order = [MethodKind.Loss, MethodKind.Optimizer, MethodKind.Schedule];

    public Recipe Recipe(IReadOnlyList<IReadOnlyList<Item>> sections, TypedLoss? typed = null)
    {
        Recipe recipe = typed is null ? new() : new() { Loss = [new LossTerm(1, typed)] };
        MethodKind? last = typed is null ? null : MethodKind.Loss;
        foreach (IReadOnlyList<Item> section in sections)
        {
            Call head = section[0].Call;
            MethodKind kind = KindOf(head);
            if (kind <= last)
            {
                throw source.Error(head.Column, kind == last
                    ? $"{head.Name} is a second {Word(kind)}; a recipe has one of each: loss | optimizer | schedule."
                    : $"{head.Name} is {A(kind)}, which comes earlier: loss | optimizer | schedule.");
            }

            last = kind;
            recipe = kind switch
            {
                MethodKind.Loss => recipe with { Loss = Terms(section) },
                MethodKind.Optimizer => recipe with { Optimizer = Single<Optimizer>(section, kind) },
                _ => recipe with { Schedule = Chain(section) },
            };
        }

        return recipe;
    }

    public ValueList<LossTerm> Terms(IReadOnlyList<Item> items) => ValueList.Of(items.Select(item =>
    {
        if (item.Joint == "then") throw source.Error(item.Column, "Losses are added with +; 'then' joins schedules.");
        double weight = item.Weight is { } given ? Weight(given) : 1;
        if (!double.IsFinite(weight)) throw source.Error(item.Weight!.Column, $"The weight {item.Weight} is too large.");
        return new LossTerm(item.Joint == "-" ? -weight : weight, Bind<ILoss>(item.Call, MethodKind.Loss));
    }));

    public TMethod Single<TMethod>(IReadOnlyList<Item> items, MethodKind kind) where TMethod : IMethod
    {
        NoWeight(items[0], kind);
        return items.Count == 1
            ? Bind<TMethod>(items[0].Call, kind)
            : throw source.Error(items[1].Column, $"Found '{items[1].Joint}', but there can be only one {Word(kind)} here.");
    }

    public Schedule Chain(IReadOnlyList<Item> items)
    {
        Schedule? chain = null;
        foreach (Item item in items)
        {
            NoWeight(item, MethodKind.Schedule);
            if (item.Joint is "+" or "-") throw source.Error(item.Column, "Schedules follow one another with 'then'; + adds losses.");
            if (chain is not null && Sequence.Complaint(chain) is { } complaint) throw source.Error(item.Column, complaint);
            Schedule next = Bind<Schedule>(item.Call, MethodKind.Schedule);
            chain = chain is null ? next : chain.Then(next);
        }

        return chain!;
    }

    private TMethod Bind<TMethod>(Call call, MethodKind kind) where TMethod : IMethod
    {
        if (!Catalog.TryFind(kind, call.Name, out MethodEntry? entry))
        {
            string hint = s_order.Any(other => Catalog.TryFind(other, call.Name, out _))
                ? $"{call.Name} is {A(KindOf(call))}, expected {A(kind)}."
                : Catalog.Unknown(call.Name, kind);
            throw source.Error(call.Column, hint);
        }

        object?[] values = new Arguments(source, entry).Bind(call);
        TMethod method = (TMethod)entry.Make(values);
        return (method as IChecked)?.Complaint is { } clash ? throw source.Error(call.Column, $"{entry.Name}: {clash}.") : method;
    }

    private MethodKind KindOf(Call call)
    {
        foreach (MethodKind kind in s_order)
        {
            if (Catalog.TryFind(kind, call.Name, out _)) return kind;
        }

        throw source.Error(call.Column, Catalog.Unknown(call.Name, s_order));
    }

    private void NoWeight(Item item, MethodKind kind)
    {
        if (item.Weight is { } weight) throw source.Error(weight.Column, $"A weight belongs to a loss, not to {A(kind)}.");
    }

    private double Weight(NumberValue value) => value.Unit is "" or "%"
        ? Arguments.Number(value)
        : throw source.Error(value.Column, $"Found {value}, expected a weight without a unit.");

    private static string A(MethodKind kind) => $"{(kind == MethodKind.Optimizer ? "an" : "a")} {Word(kind)}";

    private static string Word(MethodKind kind) => ParameterEntry.Camel(kind.ToString());
}
