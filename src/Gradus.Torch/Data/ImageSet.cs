using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gradus.Torch.Data;

/// <summary>Labelled images in memory, one byte a value. It never changes; subsets share its pixels.</summary>
public sealed class ImageSet
{
    private readonly byte[] _pixels;
    private readonly int[] _labels;
    private readonly int[]? _rows;
    private readonly Lazy<string> _fingerprint;

    /// <summary>Wraps images and labels. The arrays are kept, not copied: leave them alone afterwards.</summary>
    /// <param name="name">What people call it, for example <c>fashion-mnist/train</c>.</param>
    /// <param name="images">All pixels, image after image (N·C·H·W).</param>
    /// <param name="labels">One class number per image.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="classNames">The names of classes 0, 1, …; their number is the number of classes.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together, or a label names no class.</exception>
    public ImageSet(string name, byte[] images, int[] labels, ImageShape shape, IReadOnlyList<string> classNames)
        : this(name, images, labels, shape, [.. classNames], rows: null)
    {
        if (shape.Channels < 1 || shape.Height < 1 || shape.Width < 1)
            throw new ArgumentException($"Images of shape {shape} hold nothing; every side must be at least 1.", nameof(shape));
        if (images.LongLength != (long)labels.Length * shape.Size)
            throw new ArgumentException($"{labels.Length} images of shape {shape} take {(long)labels.Length * shape.Size} bytes, but {images.LongLength} were given.", nameof(images));
        int stray = Array.FindIndex(labels, label => (uint)label >= (uint)classNames.Count);
        if (stray >= 0)
            throw new ArgumentException($"Label {labels[stray]} of image {stray} names no class; there are {classNames.Count}, numbered from 0.", nameof(labels));
    }

    private ImageSet(string name, byte[] pixels, int[] labels, ImageShape shape, IReadOnlyList<string> classNames, int[]? rows)
    {
        (Name, _pixels, _labels, Shape, ClassNames, _rows) = (name, pixels, labels, shape, classNames, rows);
        _fingerprint = new(ComputeFingerprint);
    }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>The number of images.</summary>
    public int Count => _rows?.Length ?? _labels.Length;

    /// <summary>The shape of one image.</summary>
    public ImageShape Shape { get; }

    /// <summary>Colour planes of an image.</summary>
    public int Channels => Shape.Channels;

    /// <summary>Rows of an image.</summary>
    public int Height => Shape.Height;

    /// <summary>Columns of an image.</summary>
    public int Width => Shape.Width;

    /// <summary>The number of classes, whether or not each occurs.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>The name of each class, by number.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>SHA-256, in hexadecimal, of shape, classes, labels and pixels in this set's order; the name has no part in it.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The pixels of one image.</summary>
    /// <param name="index">Its place in this set.</param>
    public ReadOnlySpan<byte> Image(int index) => _pixels.AsSpan(Row(index) * Shape.Size, Shape.Size);

    /// <summary>The class of one image.</summary>
    /// <param name="index">Its place in this set.</param>
    public int Label(int index) => _labels[Row(index)];

    /// <summary>The images at the given places, in that order. Shares the pixels.</summary>
    /// <param name="indices">Places in this set; one may come more than once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A place lies outside the set.</exception>
    public ImageSet Subset(ReadOnlySpan<int> indices)
    {
        int[] chosen = new int[indices.Length];
        for (int i = 0; i < chosen.Length; i++)
        {
            if ((uint)indices[i] >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(indices), indices[i], $"'{Name}' holds {Count} images, numbered from 0.");
            chosen[i] = Row(indices[i]);
        }
        return new ImageSet(Name, _pixels, _labels, Shape, ClassNames, chosen);
    }

    /// <summary>The first <paramref name="count"/> images, or all where there are fewer. Shares the pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public ImageSet Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count >= Count)
            return this;
        int[] first = new int[count];
        Permutation.FillInOrder(first);
        return Subset(first);
    }

    /// <summary>Deals the images at random into two sets without overlap, for example into training and validation.</summary>
    /// <param name="seed">The same seed deals the same way.</param>
    /// <param name="fraction">The share that goes to the second set, in [0, 1], rounded to whole images.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is not in [0, 1].</exception>
    public (ImageSet Kept, ImageSet Held) Split(long seed, double fraction)
    {
        if (fraction is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The share of the second set must lie between 0 and 1.");
        int[] order = new int[Count];
        Permutation.Fill(seed, epoch: -1, order);
        int kept = Count - (int)Math.Round(Count * fraction);
        return (Subset(order.AsSpan(0, kept)), Subset(order.AsSpan(kept)));
    }

    // Never i + offset into shared arrays: an index beyond a subset fails here instead of showing a neighbour.
    private int Row(int index) => _rows is null ? index : _rows[index];

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[4];
        foreach (int value in (ReadOnlySpan<int>)[Channels, Height, Width, Count, Classes])
            Append(value, number);
        foreach (string name in ClassNames)
        {
            byte[] text = Encoding.UTF8.GetBytes(name);
            Append(text.Length, number);
            hash.AppendData(text);
        }
        for (int i = 0; i < Count; i++)
        {
            Append(Label(i), number);
            hash.AppendData(Image(i));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(int value, Span<byte> bytes)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            hash.AppendData(bytes);
        }
    }
}
