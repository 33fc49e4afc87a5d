using System.Runtime.CompilerServices;
using Gradus.Torch.Native;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests;

internal static class Startup
{
    /// <summary>One OpenMP thread: on a machine that is busy anyway, more of them mostly wait for each other, spinning.</summary>
    [ModuleInitializer]
    internal static void Load()
    {
        TorchNatives.EnsureLoaded();
        set_num_threads(1);
    }
}

/// <summary>Tests that measure this process, or change what belongs to all of it: they run with no other beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class Alone
{
    public const string Name = "alone";
}
