using System.Diagnostics;

namespace Gradus.Algebra.Rows;

/// <summary>A function that is applied place by place, as a type, so that a loop over a row is compiled around it.</summary>
internal interface IRowFunction
{
    /// <summary>The function; those of one argument ignore the second.</summary>
    static abstract T At<T>(T a, T b) where T : struct, IReal<T>;

    /// <summary>
    /// What a place sends back to one of its arguments: the forward derivative with the adjoint as its seed, so that the
    /// rules of <see cref="Dual{T}"/> serve both directions.
    /// </summary>
    static virtual T Send<TSelf, T>(T a, T b, T adjoint, bool toSecond)
        where TSelf : struct, IRowFunction
        where T : struct, IReal<T> =>
        TSelf.At<Dual<T>>(new(a, toSecond ? T.Zero : adjoint), new(b, toSecond ? adjoint : T.Zero)).Slope;
}

/// <summary>Receives the function that an operation stands for.</summary>
internal interface IRowFunctionUser
{
    void Use<TFunction>() where TFunction : struct, IRowFunction;
}

/// <summary>Every function of the algebra that works place by place.</summary>
internal static class RowFunctions
{
    public static void Use<TUser>(Operation operation, ref TUser user) where TUser : struct, IRowFunctionUser, allows ref struct
    {
        switch (operation)
        {
            case Operation.Add: user.Use<Add>(); break;
            case Operation.Subtract: user.Use<Subtract>(); break;
            case Operation.Multiply: user.Use<Multiply>(); break;
            case Operation.Divide: user.Use<Divide>(); break;
            case Operation.Negate: user.Use<Negate>(); break;
            case Operation.Less: user.Use<Less>(); break;
            case Operation.Greater: user.Use<Greater>(); break;
            case Operation.Sqrt: user.Use<Sqrt>(); break;
            case Operation.Exp: user.Use<Exp>(); break;
            case Operation.Expm1: user.Use<Expm1>(); break;
            case Operation.Log: user.Use<Log>(); break;
            case Operation.Log1p: user.Use<Log1p>(); break;
            case Operation.Sin: user.Use<Sin>(); break;
            case Operation.Cos: user.Use<Cos>(); break;
            case Operation.Tanh: user.Use<Tanh>(); break;
            case Operation.Abs: user.Use<Abs>(); break;
            case Operation.Sign: user.Use<Sign>(); break;
            case Operation.Min: user.Use<Min>(); break;
            case Operation.Max: user.Use<Max>(); break;
            case Operation.Pow: user.Use<Pow>(); break;
            default: throw new UnreachableException();
        }
    }

    private readonly struct Add : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => a + b;
    }

    private readonly struct Subtract : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => a - b;
    }

    private readonly struct Multiply : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => a * b;

        /// <summary>Without the forward rule's 0 · b, which is NaN where b is infinite.</summary>
        public static T Send<TSelf, T>(T a, T b, T adjoint, bool toSecond)
            where TSelf : struct, IRowFunction
            where T : struct, IReal<T> => adjoint * (toSecond ? a : b);
    }

    private readonly struct Divide : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => a / b;

        /// <summary>Without the forward rule's 0 · a/b, which is NaN where a is infinite.</summary>
        public static T Send<TSelf, T>(T a, T b, T adjoint, bool toSecond)
            where TSelf : struct, IRowFunction
            where T : struct, IReal<T> => toSecond ? -(a / b * adjoint / b) : adjoint / b;
    }

    private readonly struct Negate : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => -a;
    }

    private readonly struct Less : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => (a < b).Bits;
    }

    private readonly struct Greater : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => (a > b).Bits;
    }

    private readonly struct Sqrt : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Sqrt(a);
    }

    private readonly struct Exp : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Exp(a);
    }

    private readonly struct Expm1 : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Expm1(a);
    }

    private readonly struct Log : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Log(a);
    }

    private readonly struct Log1p : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Log1p(a);
    }

    private readonly struct Sin : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Sin(a);
    }

    private readonly struct Cos : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Cos(a);
    }

    private readonly struct Tanh : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Tanh(a);
    }

    private readonly struct Abs : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Abs(a);
    }

    private readonly struct Sign : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Sign(a);
    }

    private readonly struct Min : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Min(a, b);
    }

    private readonly struct Max : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Max(a, b);
    }

    private readonly struct Pow : IRowFunction
    {
        public static T At<T>(T a, T b) where T : struct, IReal<T> => T.Pow(a, b);
    }
}
