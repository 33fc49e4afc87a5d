using System.Reflection;
using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Surfaces;

namespace Gradus.Tests;

public class CatalogTests
{
    private static IEnumerable<MethodEntry> Everything => Enum.GetValues<MethodKind>().SelectMany(Catalog.Of);

    [Fact]
    public void Every_method_of_the_library_is_in_the_catalogue() => Assert.Equal(
        typeof(Catalog).Assembly.GetTypes().Where(t => t.GetCustomAttribute<MethodAttribute>() is not null).Select(t => t.Name).Order(),
        Everything.Select(entry => entry.Type.Name).Order());

    [Fact]
    public void Names_are_unique_and_in_camel_case()
    {
        Assert.Equal(Everything.Count(), Everything.Select(entry => entry.Name).Distinct().Count());
        Assert.All(Everything, entry => Assert.Matches("^[a-z][A-Za-z0-9]*$", entry.Name));
        Assert.DoesNotContain(Everything, entry => entry.Name is "then" or "true" or "false" or "epochs" or "epoch" or "steps");
    }

    [Fact]
    public void Every_method_says_what_it_is_and_when_to_choose_it() => Assert.All(Everything, entry =>
    {
        Assert.NotEmpty(entry.Summary);
        Assert.NotEmpty(entry.Choose);
    });

    [Fact]
    public void Every_optimizer_says_where_it_comes_from_and_what_others_make_of_it() => Assert.All(Catalog.Optimizers, entry =>
    {
        Assert.Matches("(19|20)[0-9]{2}", entry.Source);
        Assert.NotEmpty(entry.Conventions);
        Assert.Equal(entry.Conventions.Count, entry.Conventions.Select(convention => convention.Framework).Distinct().Count());
    });

    [Fact]
    public void Every_surface_says_where_it_comes_from() => Assert.All(Catalog.Surfaces, entry => Assert.Matches("(19|20)[0-9]{2}|ours", entry.Source));

    [Fact]
    public void Every_parameter_has_a_meaning_and_a_default_in_range() => Assert.All(Everything.SelectMany(entry => entry.Parameters), p =>
    {
        Assert.NotEmpty(p.Meaning);
        Assert.True(p.IsRequired || p.Complaint(p.Default) is null, p.Name);
    });

    [Fact]
    public void An_entry_tells_all_that_the_record_says()
    {
        MethodEntry huber = Catalog.Find(MethodKind.Loss, "huber");
        Assert.Equal("quadratic for small errors, linear beyond delta", huber.Summary);
        Assert.Contains("1964", huber.Source);
        Assert.Contains(huber.Conventions, c => c.Framework == "PyTorch");
        ParameterEntry delta = Assert.Single(huber.Parameters);
        Assert.Equal(("delta", ParameterKind.Number, "1", "> 0"), (delta.Name, delta.Kind, delta.DefaultText, delta.Range.ToString()));
        Assert.Equal("a number > 0", delta.Expected);
    }

    [Fact]
    public void Creating_takes_defaults_for_what_is_left_out()
    {
        Assert.Equal(new Huber(1), Catalog.Find(MethodKind.Loss, "huber").Create());
        Assert.Equal(new Mse(), Catalog.Find(MethodKind.Loss, "mse").Create());
        Assert.Equal(new AdamW(0.1, Amsgrad: true), Create("adamw", ("lr", 0.1), ("amsgrad", true)));
        Assert.Equal(new Sgd(1, Momentum: 0.5f), Create("sgd", ("lr", 1), ("momentum", 0.5f)));
    }

    [Fact]
    public void Creating_refuses_what_does_not_fit()
    {
        Assert.StartsWith("sgd has no parameter 'speed'. It has: lr,", Assert.Throws<ArgumentException>(() => Create("sgd", ("speed", 1))).Message);
        Assert.Equal("sgd: lr = \"fast\", but it must be a number ≥ 0.", Assert.Throws<ArgumentException>(() => Create("sgd", ("lr", "fast"))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Create("sgd", ("lr", double.NaN)));
        Assert.Throws<ArgumentException>(() => Create("sgd", ("lr", null)));
        Assert.StartsWith("warmup: steps is missing", Assert.Throws<ArgumentException>(() => Catalog.Find(MethodKind.Schedule, "warmup").Create()).Message);
    }

    [Fact]
    public void Checking_names_the_parameter_the_value_and_the_range()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Catalog.Check(new Adam(Beta1: 1)));
        Assert.Equal(("beta1", 1.0), (error.ParamName, error.ActualValue));
        Assert.StartsWith("adam: beta1 = 1, but it must be in [0, 1).", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Catalog.Check(new Huber(double.NaN)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Catalog.Check(new Huber(double.PositiveInfinity)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Catalog.Check(default(Huber)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Catalog.Check(new CrossEntropy(ClassWeights: [1, double.NaN])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Catalog.Check(new Warmup(null)));
        Assert.Throws<ArgumentException>(() => Catalog.Check(new Sgd(Nesterov: true)));
        Assert.Throws<ArgumentException>(() => Catalog.Check(new Sgd(Momentum: 0.9, Dampening: 0.1, Nesterov: true)));
        Catalog.Check(new Sgd(Momentum: 0.9, Nesterov: true));
    }

    [Fact]
    public void Nearest_names_allow_for_slips_of_the_finger()
    {
        Assert.Equal("adamw", Catalog.Nearest(MethodKind.Optimizer, "AdamW")[0]);
        Assert.Equal("rmsprop", Catalog.Nearest(MethodKind.Optimizer, "rsmprop")[0]);
        Assert.Equal("crossEntropy", Catalog.Nearest(MethodKind.Loss, "cross")[0]);
        Assert.Empty(Catalog.Nearest(MethodKind.Loss, "perceptron"));
        Assert.Equal("There is no surface 'rosen'. Did you mean rosenbrock?",
            Assert.Throws<ArgumentException>(() => Catalog.Find(MethodKind.Surface, "rosen")).Message);
    }

    [Fact]
    public void Lists_are_compared_by_their_elements()
    {
        Assert.Equal(new CrossEntropy(ClassWeights: [1, 2]), new CrossEntropy(ClassWeights: new List<double> { 1, 2 }));
        Assert.NotEqual(new CrossEntropy(ClassWeights: [1, 2]), new CrossEntropy(ClassWeights: [1, 3]));
        ValueList<int> list = [1, 2];
        Assert.Equal(list.GetHashCode(), ValueList.Of([1, 2]).GetHashCode());
    }

    [Fact]
    public void Surfaces_are_methods_too() => Assert.Equal(new Ravine(7), Catalog.Find(MethodKind.Surface, "ravine").Create(new Dictionary<string, object?> { ["condition"] = 7 }));

    private static IMethod Create(string name, params (string Name, object? Value)[] arguments) =>
        Catalog.Find(MethodKind.Optimizer, name).Create(arguments.ToDictionary(a => a.Name, a => a.Value));
}
