using Assistant.Core;
using Assistant.Inference;
using Assistant.Inference.Formats;
using Assistant.Server.CommandLine;
using Assistant.Server.Lines;

namespace Assistant.Server.Verbs;

/// <summary><c>assistant models parse</c>: what did my model really say?</summary>
internal sealed class ModelsParseVerb(VerbOutput output)
{
    /// <summary>Reads the outputs of a file.</summary>
    public int Run(string format, string file, CancellationToken cancellationToken)
    {
        foreach (var (line, value) in JsonInput.Read(file))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = Read(format, file, line, value);
            if (output.Json)
            {
                output.WriteJson(read, WireJson.Shared.ReadOutput);
            }
            else
            {
                Print(read);
            }
        }

        return ExitCodes.Done;
    }

    private static ReadOutput Read(string format, string file, int line, System.Text.Json.JsonElement value)
    {
        try
        {
            return OutputPreview.Read(format, value);
        }
        catch (UnknownChatFormatException e)
        {
            throw new AssistantException("unknown_format", e.Message, "Name one of them with --format.", e);
        }
        catch (ChatFormatException e)
        {
            throw new AssistantException("bad_input", $"'{file}', line {line}: {e.Message}", hint: null, e);
        }
    }

    private void Print(ReadOutput read)
    {
        output.Line(read.Error is { } error ? $"-- {read.Outcome}: {error}" : $"-- {read.Outcome}");
        if (read.Content.Length > 0)
        {
            output.Line(read.Content);
        }

        foreach (var call in read.ToolCalls)
        {
            output.Line($"{call.Name} {call.Arguments.GetRawText()}");
        }
    }
}
