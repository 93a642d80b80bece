using Assistant.Inference.Engine;
using Microsoft.Extensions.Logging;

namespace Assistant.Inference.Scheduling;

/// <summary>Takes the system prompt that was used most from disk into a new context, and puts it there before a context goes.</summary>
internal sealed class PrefixKeeper(LlamaModel model, string path, int contextTokens, ILogger logger)
{
    private readonly SystemPrefixes prefixes = new();
    private readonly PrefixFile file = new(model, path, contextTokens);
    private int[]? onDisk;

    /// <summary>Takes note of a request's system prompt.</summary>
    public void Note(EngineRequest request) => prefixes.Note([.. request.Prompt.Take(request.SystemTokens)]);

    /// <summary>Fills an empty tree.</summary>
    public void Read(PrefixTree tree)
    {
        if (file.Read(out var why) is { } kept)
        {
            if (tree.Plant(kept))
            {
                onDisk = kept.Tokens;
                logger.PrefixRead(model.File.Name, kept.Tokens.Length, path);
                return;
            }

            why = "llama.cpp refuses it";
        }

        if (why is not null)
        {
            logger.PrefixRefused(model.File.Name, path, why);
        }
    }

    /// <summary>Writes the system prompt that was used most, when it is not there yet. No request may be running.</summary>
    public void Write(SequenceStore store)
    {
        try
        {
            if (prefixes.Hottest is { } tokens && !tokens.AsSpan().SequenceEqual(onDisk) && store.Take(tokens) is { } kept)
            {
                file.Write(kept);
                onDisk = tokens;
                logger.PrefixWritten(model.File.Name, tokens.Length, path);
            }
        }
#pragma warning disable CA1031 // It would only have saved time, and runs on the decode thread, whose end would be the program's.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.PrefixRefused(model.File.Name, path, e.Message);
        }
    }
}
