namespace Gradus.Lab.Data;

/// <summary>A file that can be downloaded, known by its checksum.</summary>
/// <param name="Name">Its name, appended to the source's address.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of its content, lower-case hexadecimal.</param>
public sealed record RemoteFile(string Name, long Bytes, string Sha256);

/// <summary>A published data set: where its files are and how to tell that they are the right ones.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Sources">Addresses of folders with the same files, in the order to try; each ends in a slash.</param>
/// <param name="Files">The files.</param>
public sealed record RemoteSet(string Name, IReadOnlyList<Uri> Sources, IReadOnlyList<RemoteFile> Files)
{
    /// <summary>Zalando's articles of clothing (Xiao, Rasul, Vollgraf 2017; MIT licence).</summary>
    /// <remarks>The official bucket serves no TLS under its name; the checksums vouch for the content.</remarks>
    public static RemoteSet FashionMnist { get; } = new(
        "fashion-mnist",
        [
            new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
            new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        ],
        [
            new("train-images-idx3-ubyte.gz", 26421880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            new("train-labels-idx1-ubyte.gz", 29515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            new("t10k-images-idx3-ubyte.gz", 4422102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            new("t10k-labels-idx1-ubyte.gz", 5148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        ]);

    /// <summary>Handwritten digits (LeCun, Cortes, Burges 1998).</summary>
    /// <remarks>Its first home no longer serves the files; these are the copies that PyTorch and TensorFlow use.</remarks>
    public static RemoteSet Mnist { get; } = new(
        "mnist",
        [
            new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
        ],
        [
            new("train-images-idx3-ubyte.gz", 9912422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            new("train-labels-idx1-ubyte.gz", 28881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            new("t10k-images-idx3-ubyte.gz", 1648877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            new("t10k-labels-idx1-ubyte.gz", 4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        ]);
}
