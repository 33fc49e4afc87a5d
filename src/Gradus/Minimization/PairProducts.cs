namespace Gradus.Minimization;

/// <summary>The dot products SᵀS and SᵀY of the pairs that are remembered, each computed once, when its pair comes in.</summary>
internal sealed class PairProducts(int memory)
{
    private readonly double[] _ss = new double[memory * memory], _sy = new double[memory * memory];

    /// <summary>sᵢᵀsⱼ of two slots.</summary>
    public double Ss(int i, int j) => _ss[i * memory + j];

    /// <summary>sᵢᵀyⱼ of two slots.</summary>
    public double Sy(int i, int j) => _sy[i * memory + j];

    /// <summary>Takes in the pair of a slot, next to those of the others that are in use.</summary>
    public void Update(int slot, ReadOnlySpan<double[]> s, ReadOnlySpan<double[]> y, int count)
    {
        for (int j = 0; j < count; j++)
        {
            _ss[slot * memory + j] = _ss[j * memory + slot] = Vectors.Dot(s[slot], s[j]);
            _sy[slot * memory + j] = Vectors.Dot(s[slot], y[j]);
            _sy[j * memory + slot] = Vectors.Dot(s[j], y[slot]);
        }
    }
}
