using Gradus.Torch.Data;

namespace Gradus.Lab.Data;

/// <summary>Images and labels from a pair of IDX files, the format of MNIST and its descendants.</summary>
public static class Idx
{
    /// <summary>Reads a pair; each file may be gzip or plain.</summary>
    /// <param name="images">Path of the image file: unsigned bytes, count × height × width.</param>
    /// <param name="labels">Path of the label file: unsigned bytes, count.</param>
    /// <param name="name">What to call the set.</param>
    /// <param name="classNames">The names of classes 0, 1, …</param>
    /// <exception cref="DataSetException">A file is missing, damaged or of another kind, or the two do not fit together.</exception>
    public static ImageSet Read(string images, string labels, string name, IReadOnlyList<string> classNames)
    {
        IdxFile pixels = IdxFile.Read(images, dimensions: 3), classes = IdxFile.Read(labels, dimensions: 1);
        var shape = new ImageShape(1, pixels.Sizes[1], pixels.Sizes[2]);
        if (shape.Height == 0 || shape.Width == 0)
            throw new DataSetException($"'{images}' holds images of {shape.Height}×{shape.Width} pixels; every side must be at least 1, so its header is damaged.");
        if (pixels.Sizes[0] != classes.Sizes[0])
            throw new DataSetException($"'{images}' holds {pixels.Sizes[0]} images but '{labels}' holds {classes.Sizes[0]} labels; take both files from the same set.");
        int stray = Array.FindIndex(classes.Content, label => label >= classNames.Count);
        if (stray >= 0)
            throw new DataSetException($"'{labels}' gives image {stray} the label {classes.Content[stray]}, but labels run from 0 to {classNames.Count - 1}; check that it is the label file of this set.");
        return new ImageSet(name, pixels.Content, Array.ConvertAll(classes.Content, label => (int)label), shape, classNames);
    }
}
