using System.Runtime.InteropServices;
using System.Text;
using Gradus.Cli;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using CancellationTokenSource interrupted = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await GradusCli.InvokeAsync(args, CliConsole.OfProcess(), interrupted.Token);

void Stop(PosixSignalContext signal)
{
    if (interrupted.IsCancellationRequested)
    {
        // The second signal takes its usual course, and ends the process: Environment.Exit would unload libraries
        // under the feet of threads that still compute. What shows progress had hidden the cursor.
        if (!Console.IsErrorRedirected) Console.Error.Write("\e[?25h");
        return;
    }

    signal.Cancel = true;
    interrupted.Cancel();
}
