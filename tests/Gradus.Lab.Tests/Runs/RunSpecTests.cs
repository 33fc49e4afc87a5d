using Gradus.Lab.Runs;
using Gradus.Torch.Data;

namespace Gradus.Lab.Tests.Runs;

public sealed class RunSpecTests
{
    private static readonly RunSpec Spec = TinyRun.Spec;

    public static TheoryData<string> Changes => [.. s_changes.Keys];

    private static readonly Dictionary<string, RunSpec> s_changes = new()
    {
        ["loss"] = Spec with { Loss = "crossEntropy(labelSmoothing=0.1)" },
        ["optimizer"] = Spec with { Optimizer = "adamw(lr=0.003)" },
        ["rate"] = Spec with { Optimizer = "adam(lr=0.0030000000000000005)" },
        ["schedule"] = Spec with { Schedule = "cosine(floor=0.01)" },
        ["model"] = Spec with { Model = "cnn" },
        ["data"] = Spec with { Data = "another" },
        ["epochs"] = Spec with { Epochs = 4 },
        ["batch size"] = Spec with { BatchSize = 51 },
        ["evaluations"] = Spec with { EvaluationsPerEpoch = 3 },
        ["seed"] = Spec with { Seed = 8 },
        ["confirming"] = Spec with { Confirms = false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Another_setting_is_another_folder(string change) => Assert.NotEqual(Spec.Id, s_changes[change].Id);

    [Fact]
    public void Every_property_but_the_label_has_a_test_of_its_weight()
    {
        string[] settings = [.. typeof(RunSpec).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];
        // Rate and optimizer are one property; the label is the one without weight.
        Assert.Equal(s_changes.Count, settings.Length);
    }

    [Fact]
    public void Numbers_that_move_from_one_field_to_the_next_make_another_run() =>
        Assert.NotEqual((Spec with { Epochs = 1, BatchSize = 23 }).Id, (Spec with { Epochs = 12, BatchSize = 3 }).Id);

    [Fact]
    public void An_equal_specification_has_the_same_folder() => Assert.Equal(Spec.Id, (Spec with { }).Id);

    [Fact]
    public void The_label_decides_the_readable_part_alone()
    {
        RunSpec renamed = Spec with { Label = "mine" };
        Assert.Equal(Spec.Id[^8..], renamed.Id[^8..]);
        Assert.Equal($"adam-lr=0.003-seed=7-{Spec.Id[^8..]}", Spec.Id);
    }

    // Two contestants with one recipe may train side by side: neither must write into the other's files.
    [Fact]
    public void Contestants_with_one_recipe_have_folders_of_their_own() =>
        Assert.NotEqual((Spec with { Label = "a seed=7" }).Id, (Spec with { Label = "b seed=7" }).Id);

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a/b\\c:d*e?f\"g<h>i|j")]
    [InlineData("最適化 ü")]
    public void A_label_never_leaves_the_folder_of_runs(string label) =>
        Assert.Matches("^[A-Za-z0-9.=-]+$", (Spec with { Label = label }).Id.Replace("..", "//", StringComparison.Ordinal).Replace("//", "", StringComparison.Ordinal));

    [Fact]
    public void Another_validation_or_test_set_is_other_data()
    {
        DataSplits splits = TinyRun.Splits;
        ImageSet other = splits.Test.Take(splits.Test.Count - 1);
        string[] fingerprints =
        [
            splits.Fingerprint,
            (splits with { Train = other }).Fingerprint,
            (splits with { Validation = other }).Fingerprint,
            (splits with { Test = other }).Fingerprint,
            (splits with { Validation = splits.Test, Test = splits.Validation }).Fingerprint,
        ];
        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
    }
}
