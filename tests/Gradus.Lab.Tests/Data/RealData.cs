using Gradus.Tests.Shared;

namespace Gradus.Lab.Tests.Data;

/// <summary>The folder of real data sets: GRADUS_DATA, or shared/data beside the repository.</summary>
internal static class RealData
{
    public static string? Root { get; } = Environment.GetEnvironmentVariable("GRADUS_DATA") is { Length: > 0 } named ? named
        : Repository.Root?.Parent is { } beside ? Path.Combine(beside.FullName, "shared", "data") : null;

    public static string Folder(string name)
    {
        string? folder = Root is null ? null : Path.Combine(Root, name);
        Assert.SkipUnless(Directory.Exists(folder), $"{name} is not on this machine; point GRADUS_DATA to a folder that holds it.");
        return folder!;
    }
}
