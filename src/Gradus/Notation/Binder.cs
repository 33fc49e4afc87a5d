using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Optimizers;
using Gradus.Penalties;
using Gradus.Schedules;

namespace Gradus;

/// <summary>Syntax to objects, through the catalogue.</summary>
internal sealed class Binder(RecipeParser source)
{
    private static readonly MethodKind[] s_kinds = [MethodKind.Loss, MethodKind.Penalty, MethodKind.Optimizer, MethodKind.Schedule, MethodKind.Wrapper];

    public Recipe Recipe(IReadOnlyList<IReadOnlyList<Item>> sections, TypedLoss? typed = null, bool adds = false)
    {
        Recipe recipe = typed is null ? new() : new() { Loss = [new LossTerm(1, typed)] };
        MethodKind? last = typed is null ? null : MethodKind.Loss;
        if (adds) recipe = recipe with { Loss = ValueList.Of(recipe.Loss.Concat(Losses(sections[0]))), Penalties = Penalties(sections[0]) };
        foreach (IReadOnlyList<Item> section in sections.Skip(adds ? 1 : 0))
        {
            Call head = section[0].Call;
            // Penalties stand among the losses.
            MethodKind kind = KindOf(head) is var found && found == MethodKind.Penalty ? MethodKind.Loss : found;
            if (kind == MethodKind.Wrapper) throw source.Error(head.Column, $"{head.Name} stands around an optimizer: write adamw with {head.Name}.");
            if (kind <= last)
            {
                throw source.Error(head.Column, kind == last
                    ? $"{head.Name} is a second {Word(kind)}; a recipe has one of each: loss | optimizer | schedule."
                    : $"{head.Name} is {A(kind)}, which comes earlier: loss | optimizer | schedule.");
            }

            last = kind;
            recipe = kind switch
            {
                MethodKind.Loss => recipe with { Loss = Losses(section), Penalties = Penalties(section) },
                MethodKind.Optimizer => recipe with { Optimizer = Wrapped(section) },
                _ => recipe with { Schedule = Chain(section) },
            };
        }

        return recipe;
    }

    private ValueList<LossTerm> Losses(IReadOnlyList<Item> items) => ValueList.Of(items.Where(item => !IsPenalty(item)).Select(item =>
    {
        NoThen(item);
        if (s_kinds.All(kind => !Catalog.TryFind(kind, item.Call.Name, out _)))
        {
            throw source.Error(item.Call.Column, Catalog.Unknown(item.Call.Name, MethodKind.Loss, MethodKind.Penalty));
        }

        Moving? moving = item.Weight is MovingValue move ? Moves(move, item.Joint == "-" ? -1 : 1) : null;
        double weight = moving?.From ?? (item.Weight is NumberValue given ? Weight(given) : 1) * (item.Joint == "-" ? -1 : 1);
        LossTerm term = new LossTerm(weight, Bind<ILoss>(item.Call, MethodKind.Loss, out ValueList<MovingParameter> parameters)).With(parameters);
        return moving is null ? term : term.MoveWeight(moving);
    }));

    private ValueList<PenaltyTerm> Penalties(IReadOnlyList<Item> items) => ValueList.Of(items.Where(IsPenalty).Select(item =>
    {
        NoThen(item);
        if (item.Weight is { } weight) throw source.Error(weight.Column, $"A penalty has no weight: its strength is its factor. Write {item.Call.Name}(…) with the product.");
        if (item.Joint == "-") throw source.Error(item.Column, "A penalty can only be added: subtracting it would reward large weights.");
        return new PenaltyTerm(Bind<IPenalty>(item.Call, MethodKind.Penalty, out ValueList<MovingParameter> parameters)).With(parameters);
    }));

    private static bool IsPenalty(Item item) => Catalog.TryFind(MethodKind.Penalty, item.Call.Name, out _);

    private void NoThen(Item item)
    {
        if (item.Joint == "then") throw source.Error(item.Column, "Losses are added with +; 'then' joins schedules.");
        if (item.Joint == "with") throw source.Error(item.Column, "Losses are added with +; 'with' puts something around an optimizer.");
    }

    public TMethod Single<TMethod>(IReadOnlyList<Item> items, MethodKind kind) where TMethod : IMethod
    {
        NoWeight(items[0], kind);
        if (items.Count > 1) throw source.Error(items[1].Column, $"Found '{items[1].Joint}', but there can be only one {Word(kind)} here.");
        TMethod method = Bind<TMethod>(items[0].Call, kind, out ValueList<MovingParameter> moving);
        return moving.Count == 0 ? method : throw source.Error(items[0].Call.Column, $"{moving[0].Name} moves over time, which only a whole recipe can say; give it one value here.");
    }

    /// <summary>An optimizer and what stands around it.</summary>
    public Optimizer Wrapped(IReadOnlyList<Item> items)
    {
        Optimizer optimizer = Single<Optimizer>([items[0]], MethodKind.Optimizer);
        foreach (Item item in items.Skip(1))
        {
            NoWeight(item, MethodKind.Wrapper);
            if (item.Joint != "with") throw source.Error(item.Column, $"Found '{item.Joint}', but there can be only one optimizer here; what stands around it follows by 'with': {items[0].Call.Name} with clipNorm(1).");
            if (optimizer is not ElementwiseOptimizer rule) throw source.Error(item.Column, $"{items[0].Call.Name} looks at whole tensors; nothing can stand around it.");
            optimizer = rule.With(Single<Wrapper>([item with { Joint = "" }], MethodKind.Wrapper));
        }

        return (optimizer as ElementwiseOptimizer) is { } whole && Wrapping.Complaint(whole) is { } complaint
            ? throw source.Error(items[1].Call.Column, $"{complaint}.")
            : optimizer;
    }

    public Schedule Chain(IReadOnlyList<Item> items)
    {
        Schedule? chain = null;
        foreach (Item item in items)
        {
            NoWeight(item, MethodKind.Schedule);
            if (item.Joint is "with") throw source.Error(item.Column, "Schedules follow one another with 'then'; 'with' puts something around an optimizer.");
            if (item.Joint is "+" or "-") throw source.Error(item.Column, "Schedules follow one another with 'then'; + adds losses.");
            if (chain is not null && Sequence.Complaint(chain) is { } complaint) throw source.Error(item.Column, complaint);
            Schedule next = Bind<Schedule>(item.Call, MethodKind.Schedule, out _);
            chain = chain is null ? next : chain.Then(next);
        }

        return chain!;
    }

    private TMethod Bind<TMethod>(Call call, MethodKind kind, out ValueList<MovingParameter> moving) where TMethod : IMethod
    {
        if (!Catalog.TryFind(kind, call.Name, out MethodEntry? entry))
        {
            string hint = s_kinds.Any(other => Catalog.TryFind(other, call.Name, out _))
                ? $"{call.Name} is {A(KindOf(call))}, expected {A(kind)}."
                : Catalog.Unknown(call.Name, kind);
            throw source.Error(call.Column, hint);
        }

        Arguments arguments = new(source, entry);
        IMethod method = entry.Make(arguments.Bind(call));
        Together(method);
        moving = arguments.Moving;
        if (moving.Count > 0) Together(Motion.Unchecked(method, moving, parameter => parameter.To));
        return (TMethod)method;

        void Together(IMethod made)
        {
            if ((made as IChecked)?.Complaint is { } clash) throw source.Error(call.Column, $"{entry.Name}: {clash}.");
        }
    }

    private MethodKind KindOf(Call call)
    {
        foreach (MethodKind kind in s_kinds)
        {
            if (Catalog.TryFind(kind, call.Name, out _)) return kind;
        }

        throw source.Error(call.Column, Catalog.Unknown(call.Name, s_kinds));
    }

    private void NoWeight(Item item, MethodKind kind)
    {
        if (item.Weight is { } weight) throw source.Error(weight.Column, $"A weight belongs to a loss, not to {A(kind)}.");
    }

    private double Weight(NumberValue value)
    {
        if (value.Unit is not ("" or "%")) throw source.Error(value.Column, $"Found {value}, expected a weight without a unit.");
        double weight = Arguments.Number(value);
        return double.IsFinite(weight) ? weight : throw source.Error(value.Column, $"The weight {value} is too large.");
    }

    private Moving Moves(MovingValue given, double sign) => Arguments.Moves(source, given, sign * Weight(given.From), sign * Weight(given.To));

    private static string A(MethodKind kind) => $"{(kind == MethodKind.Optimizer ? "an" : "a")} {Word(kind)}";

    private static string Word(MethodKind kind) => ParameterEntry.Camel(kind.ToString());
}
