// A small application that the tests run in folders they have spoilt in various ways.
using Gradus.Torch.Native;
using TorchSharp;

if (args is ["inspect"])
{
    NativeStatus inspected = TorchNatives.Inspect();
    Console.WriteLine($"origin {inspected.Origin}");
    foreach (NativeCheck check in inspected.Checks)
        Console.WriteLine($"{check.Outcome} {check.Name}: {check.Finding} {check.Remedy}");
    return 0;
}

try
{
    TorchNatives.EnsureLoaded();
}
catch (TorchUnavailableException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

NativeStatus status = TorchNatives.Inspect();
Console.WriteLine($"sum {torch.ones(3).sum().item<float>()}");
Console.WriteLine($"origin {status.Origin}");
Console.WriteLine($"path {status.TorchSharpPath}");
return 0;
