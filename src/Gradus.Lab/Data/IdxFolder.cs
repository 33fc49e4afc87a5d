using System.Security.Cryptography;

namespace Gradus.Lab.Data;

/// <summary>A folder with the four files in which MNIST and its descendants are published.</summary>
public static class IdxFolder
{
    private const string FashionTestLabels = "3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9";

    /// <summary>The classes of Fashion-MNIST.</summary>
    public static IReadOnlyList<string> Fashion { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>The classes of MNIST.</summary>
    public static IReadOnlyList<string> Digits { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>The published names of the four files, training first, images before labels.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
        ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];

    /// <summary>Reads the four files, with or without .gz; <c>test-</c> will do for <c>t10k-</c> and <c>.idx</c> for <c>-idx</c>.</summary>
    /// <param name="folder">Where they lie.</param>
    /// <param name="classNames">The names of the classes; by default those of Fashion-MNIST if this is it, else ten digits.</param>
    /// <exception cref="DataSetException">A file is missing, damaged or of another kind.</exception>
    public static TrainTest Open(string folder, IReadOnlyList<string>? classNames = null)
    {
        if (!Directory.Exists(folder))
            throw new DataSetException($"There is no folder '{folder}'; give one with {Listed(FileNames)}.");
        string?[] found = [.. FileNames.Select(name => Find(folder, name))];
        string[] missing = [.. FileNames.Where((_, i) => found[i] is null)];
        if (missing.Length > 0)
            throw new DataSetException($"'{folder}' lacks {Listed(missing)}; put {(missing.Length == 1 ? "it" : "them")} there, packed or not.");
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        classNames ??= IsFashion(found[3]!) ? Fashion : Digits;
        return new TrainTest(
            Idx.Read(found[0]!, found[1]!, $"{name}/train", classNames),
            Idx.Read(found[2]!, found[3]!, $"{name}/test", classNames));
    }

    /// <summary>Whether all four files are there.</summary>
    /// <param name="folder">Where to look.</param>
    public static bool IsComplete(string folder) => FileNames.All(name => Find(folder, name) is not null);

    private static string? Find(string folder, string published)
    {
        string[] names = [published, published.Replace("t10k-", "test-", StringComparison.Ordinal)];
        return names
            .SelectMany(name => new[] { name, name.Replace("-idx", ".idx", StringComparison.Ordinal) })
            .SelectMany(name => new[] { name, name[..^".gz".Length] })
            .Select(name => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    // By content: a folder may have any name, and the same file names carry many different sets.
    private static bool IsFashion(string testLabels) =>
        Convert.ToHexStringLower(SHA256.HashData(IdxFile.Read(testLabels, dimensions: 1).Content)) == FashionTestLabels;

    private static string Listed(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}
