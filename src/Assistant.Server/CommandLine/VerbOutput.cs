using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Assistant.Server.Lines;
using Spectre.Console;

namespace Assistant.Server.CommandLine;

/// <summary>Where a verb prints: results on standard output, everything else on standard error. Safe for many threads.</summary>
internal sealed class VerbOutput(TextWriter output, TextWriter error, bool json, bool quiet, bool verbose, bool isTerminal)
{
    private readonly Lock gate = new();

    /// <summary>Whether standard output takes JSON only.</summary>
    public bool Json { get; } = json;

    /// <summary>Whether there is no progress and there are no notes.</summary>
    public bool Quiet { get; } = quiet;

    /// <summary>Whether a person looks at standard output as it is written: tables, colours and progress bars are in place.</summary>
    public bool IsTerminal { get; } = isTerminal && !json;

    /// <summary>The terminal, for tables and progress. Only where <see cref="IsTerminal"/>.</summary>
    public static IAnsiConsole Terminal => AnsiConsole.Console;

    /// <summary>The output of this process.</summary>
    public static VerbOutput OfProcess(CommonValues common)
    {
        // Without a byte order mark, and flushed by line: a script that reads our lines must not wait for a buffer to fill.
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(System.Console.OpenStandardOutput(), encoding) { AutoFlush = true, NewLine = "\n" };
        var error = new StreamWriter(System.Console.OpenStandardError(), encoding) { AutoFlush = true, NewLine = "\n" };
        var isTerminal = !System.Console.IsOutputRedirected && !System.Console.IsErrorRedirected;
        return new(output, error, common.Json, common.Quiet, common.Verbose, isTerminal);
    }

    /// <summary>Prints a value as one line of JSON.</summary>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type)
    {
        var line = JsonSerializer.Serialize(value, type);
        lock (gate)
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Prints a line for people, without the control characters that a document's text may bring to a terminal.</summary>
    public void Line(string text = "")
    {
        lock (gate)
        {
            output.WriteLine(PlainText.Of(text));
        }
    }

    /// <summary>Prints a part of a line for people.</summary>
    public void Words(string text)
    {
        lock (gate)
        {
            output.Write(PlainText.Of(text));
        }
    }

    /// <summary>Tells what is going on, on standard error, unless the caller wants quiet.</summary>
    public void Note(string text)
    {
        if (Quiet)
        {
            return;
        }

        lock (gate)
        {
            error.WriteLine(PlainText.Of(text));
        }
    }

    /// <summary>Tells a failure: as JSON on standard output, or in words on standard error.</summary>
    public void Fail(string code, string message, string? hint, Exception? cause = null)
    {
        if (Json)
        {
            WriteJson(new ErrorReport(new(code, message, hint)), WireJson.Shared.ErrorReport);
        }

        lock (gate)
        {
            if (!Json)
            {
                error.WriteLine(PlainText.Of("error: " + message));
                if (hint is not null)
                {
                    error.WriteLine(PlainText.Of("       " + hint));
                }
            }

            if (verbose && cause is not null)
            {
                error.WriteLine(PlainText.Of(cause.ToString()));
            }
        }
    }
}
