namespace Gradus.Tests.Shared;

/// <summary>The checkout that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder of Gradus.slnx, above the one the tests run in; null where they were carried elsewhere.</summary>
    public static DirectoryInfo? Root { get; } = Find();

    private static DirectoryInfo? Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Gradus.slnx"))) return at;
        }

        return null;
    }
}
