using Gradus.Lab.Benchmarks;
using Gradus.Torch.Native;
using TorchSharp.Modules;

namespace Gradus.Lab.Tests.Benchmarks;

/// <summary>A race is only fair where all run the same course.</summary>
public sealed class StepContestantTests
{
    public StepContestantTests() => TorchNatives.EnsureLoaded();

    public static TheoryData<string, int, int> Courses()
    {
        TheoryData<string, int, int> courses = [];
        foreach (StepRule rule in StepRules.All)
        {
            courses.Add(rule.Name, 7, 5);
            courses.Add(rule.Name, 5, 37);
            courses.Add(rule.Name, 40, 1_000);
            courses.Add(rule.Name, 2, 70_001);
        }

        return courses;
    }

    [Theory]
    [MemberData(nameof(Courses))]
    public void All_contestants_take_the_same_steps(string name, int count, int elements)
    {
        StepRule rule = StepRules.Named(name);
        ParameterSizes sizes = new(count, elements);
        using GradusSteps ours = new(rule, sizes);
        using TorchSharpSteps torchSharp = new(rule, sizes);
        using LibtorchSteps libtorch = new(rule, sizes);
        using ParameterSet start = new(sizes);
        foreach (StepContestant contestant in (StepContestant[])[ours, torchSharp, libtorch])
        {
            contestant.Step(1);
            contestant.Step(4);
        }

        AssertClose(torchSharp.Set, ours.Set);
        AssertClose(libtorch.Set, ours.Set);
        Assert.All(ours.Set.Parameters.Zip(start.Parameters), pair => Assert.False(pair.First.allclose(pair.Second, 1e-6, 1e-6)));
    }

    [Fact]
    public void A_backward_pass_hardly_changes_the_gradients()
    {
        using ParameterSet before = new(new ParameterSizes(3, 100)), after = new(new ParameterSizes(3, 100));
        after.Backward();
        Assert.All(before.Gradients.Zip(after.Gradients), pair => Assert.True(pair.First.allclose(pair.Second, 1e-4, 1e-8)));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void The_roofline_runs_and_ends(int written, int threads)
    {
        using RooflineSteps roofline = new(written, new ParameterSizes(3, 1_000), threads);
        roofline.Step(1);
        roofline.Step(10);
    }

    private static void AssertClose(ParameterSet expected, ParameterSet actual)
    {
        foreach ((Parameter e, Parameter a) in expected.Parameters.Zip(actual.Parameters))
        {
            Assert.True(a.allclose(e, rtol: 1e-5, atol: 1e-6), $"largest difference {(a - e).abs().max().ToString(TorchSharp.TensorStringStyle.Numpy)}");
        }
    }
}
