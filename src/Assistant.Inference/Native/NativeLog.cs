using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Inference.Native;

/// <summary>Takes llama.cpp's log lines to an <see cref="ILogger"/>, so that nothing of it reaches the standard streams.</summary>
internal static unsafe class NativeLog
{
    private static readonly Lock Gate = new();
    private static readonly StringBuilder Line = new();
    private static volatile ILogger logger = NullLogger.Instance;

    // The last complaint: llama.cpp's functions fail with null, and why they do stands in the log only.
    private static string lastError = "";

    /// <summary>The last line of level error on any thread.</summary>
    public static string LastError
    {
        get
        {
            lock (Gate)
            {
                return lastError;
            }
        }
    }

    /// <summary>Sends lines here from now on. The native library has one log for the whole process.</summary>
    public static void Start(ILogger target)
    {
        logger = target;
        LlamaNative.llama_log_set(&Receive, null);
        LlamaNative.ggml_set_abort_callback(&Abort);
    }

    /// <summary>Forgets the last complaint, before a call whose failure is to be explained.</summary>
    public static void ForgetError()
    {
        lock (Gate)
        {
            lastError = "";
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Receive(int level, byte* text, void* argument)
    {
        // An exception must not unwind through native frames: it would end the process.
        try
        {
            var words = Marshal.PtrToStringUTF8((nint)text) ?? "";
            string? line = null;
            lock (Gate)
            {
                Line.Append(words);
                if (words.EndsWith('\n') || Line.Length > 4096)
                {
                    line = Line.ToString().TrimEnd();
                    Line.Clear();
                }

                const int Error = 4;
                if (level == Error && !string.IsNullOrWhiteSpace(words))
                {
                    lastError = words.Trim();
                }
            }

            if (!string.IsNullOrEmpty(line))
            {
                logger.NativeLine(line);
            }
        }
#pragma warning disable CA1031 // Whatever a logger throws, native frames stand below us.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Abort(byte* message)
    {
        // The process ends when this returns; loggers with queues would lose the line, so it goes to standard error too.
        try
        {
            var words = Marshal.PtrToStringUTF8((nint)message) ?? "";
            Console.Error.WriteLine("llama.cpp aborts the process: " + words);
            logger.NativeAbort(words);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
