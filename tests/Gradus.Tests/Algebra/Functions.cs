using Gradus.Algebra;

namespace Gradus.Tests.Algebra;

/// <summary>Every function of the algebra, by name, for inputs x and y between ¼ and 3.</summary>
internal static class Functions
{
    public static IReadOnlyList<(string Name, Func<T, T, T> At)> Of<T>() where T : struct, IReal<T> =>
    [
        ("add", (x, y) => x + y),
        ("subtract", (x, y) => x - y),
        ("multiply", (x, y) => x * y),
        ("divide", (x, y) => x / y),
        ("negate", (x, _) => -x),
        ("sqrt", (x, _) => T.Sqrt(x)),
        ("exp", (x, _) => T.Exp(x)),
        ("log", (x, _) => T.Log(x + T.One)),
        ("log1p", (x, _) => T.Log1p(x)),
        ("sin", (x, _) => T.Sin(x)),
        ("cos", (x, _) => T.Cos(T.Half * x)),
        ("tanh", (x, _) => T.Tanh(x)),
        ("tanh of the negative", (x, _) => T.Tanh(-x)),
        ("abs of the negative", (x, _) => T.Abs(-x)),
        ("min", T.Min),
        ("max", T.Max),
        ("pow", T.Pow),
        ("expm1", (x, y) => T.Expm1(x - y)),
        ("expm1 of little", (x, _) => T.Expm1(x * T.Constant(1e-3))),
        ("power 0", (x, _) => x * T.Power(x, 0)),
        ("power 1", (x, _) => T.Power(x, 1)),
        ("power 2", (x, _) => T.Power(-x, 2)),
        ("power 5", (x, _) => T.Power(-x, 5)),
        ("power −3", (x, _) => T.Power(-x, -3)),
        ("power 0.7", (x, _) => T.Power(x, 0.7)),
        ("select less", (x, y) => T.Select(x < y, x * x, y)),
        ("select greater", (x, y) => T.Select(x > y, x * x, y)),
        ("square", (x, _) => Real.Square(x)),
        ("clamp", (x, _) => Real.Clamp(x, T.Half, T.Two)),
        ("softplus", (x, y) => Real.Softplus(x - y)),
        ("sigmoid", (x, y) => Real.Sigmoid(x - y)),
    ];

    /// <summary>The names alone, as theory data.</summary>
    public static TheoryData<string> Names => [.. Of<Scalar<double>>().Select(f => f.Name)];

    public static Func<T, T, T> Named<T>(string name) where T : struct, IReal<T> => Of<T>().Single(f => f.Name == name).At;

    /// <summary>Numbers between ¼ and 3, no two alike and none at a kink.</summary>
    public static double Input(int i) => 0.25 + 2.75 * ((i * 0.618033988749895 + 0.1234) % 1);
}
