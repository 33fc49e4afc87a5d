using Gradus.Drivers;

namespace Gradus.Tests.Drivers;

/// <summary>The team belongs to the process: tests that change its size run with no other beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TeamSize : IDisposable
{
    public const string Name = "team size";

    private readonly int _before = Team.Size;

    public static void Of(int size, Action act)
    {
        using TeamSize restored = new();
        Team.Size = size;
        act();
    }

    public void Dispose() => Team.Size = _before;
}
