using Assistant.Core;
using Assistant.Inference;
using Assistant.Inference.Formats;
using Assistant.Server.CommandLine;
using Assistant.Server.Lines;

namespace Assistant.Server.Verbs;

/// <summary><c>assistant models render</c>: what does my model really see?</summary>
internal sealed class ModelsRenderVerb(LlamaRuntime runtime, ModelShelf shelf, TimeProvider time, ILogger<PromptPreview> logger, VerbOutput output)
{
    /// <summary>Renders the conversations of a file.</summary>
    public int Run(string model, string? format, string conversations, CancellationToken cancellationToken)
    {
        var path = File.Exists(model) ? model : ModelWords.Find(shelf, model)?.Path ?? throw ModelWords.Unknown(shelf, model);
        using var preview = Open(path, format, cancellationToken);
        var code = ExitCodes.Done;
        foreach (var (_, conversation) in JsonInput.Read(conversations))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var prompt = preview.Render(conversation);
            code = prompt.Error is null ? code : ExitCodes.Failed;
            if (output.Json)
            {
                output.WriteJson(prompt, WireJson.Shared.RenderedPrompt);
            }
            else
            {
                Print(prompt);
            }
        }

        return code;
    }

    private PromptPreview Open(string path, string? format, CancellationToken cancellationToken)
    {
        try
        {
            return PromptPreview.Open(runtime, path, format, time, logger, cancellationToken);
        }
        catch (UnknownChatFormatException e)
        {
            throw new AssistantException("unknown_format", e.Message, "Name one with --format.", e);
        }
        catch (LlamaUnavailableException e)
        {
            throw new AssistantException("no_runtime", e.Message, e.Hint, e);
        }
        catch (LocalModelException e)
        {
            throw new AssistantException("unreadable_model", e.Message, "Get the file again; model files are GGUF files.", e);
        }
    }

    private void Print(RenderedPrompt prompt)
    {
        if (prompt.Error is { } error)
        {
            output.Line($"-- {prompt.Format}: refused: {error}");
            return;
        }

        output.Line($"-- {prompt.Format}, {prompt.Tokens.Count} tokens, {prompt.Control.Count} of them control tokens");
        output.Line(prompt.Text!);
    }
}
