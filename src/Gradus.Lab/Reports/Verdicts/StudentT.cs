namespace Gradus.Lab.Reports.Verdicts;

/// <summary>Student's t distribution, as far as a 95 % interval needs it.</summary>
public static class StudentT
{
    // Abramowitz & Stegun, table 26.10, P = 0.95 two-sided; below ten degrees of freedom the expansion is not exact enough.
    private static readonly double[] Table =
        [12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157];

    private const double Normal975 = 1.959963984540054;

    /// <summary>The value that t exceeds with probability 2.5 %, for the given degrees of freedom.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one degree of freedom.</exception>
    public static double Quantile975(int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        if (degreesOfFreedom <= Table.Length) return Table[degreesOfFreedom - 1];

        // Abramowitz & Stegun 26.7.5, to the third order in 1/ν.
        double z = Normal975, z2 = z * z, ν = degreesOfFreedom;
        return z
            + z * (z2 + 1) / (4 * ν)
            + z * ((5 * z2 + 16) * z2 + 3) / (96 * ν * ν)
            + z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / (384 * ν * ν * ν);
    }
}
