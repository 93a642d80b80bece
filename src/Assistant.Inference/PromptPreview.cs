using System.Text.Json;
using Assistant.Inference.Chat;
using Assistant.Inference.Engine;
using Assistant.Inference.Formats;
using Assistant.Inference.Gguf;
using Assistant.Inference.Tools;
using Microsoft.Extensions.Logging;

namespace Assistant.Inference;

/// <summary>Shows the exact prompt that a conversation becomes for a model. Only the model's vocabulary is loaded.</summary>
public sealed class PromptPreview : IDisposable
{
    private readonly LlamaModel model;
    private readonly ChatFormat format;
    private readonly TimeProvider time;

    private PromptPreview(LlamaModel model, ChatFormat format, TimeProvider time)
    {
        this.model = model;
        this.format = format;
        this.time = time;
    }

    /// <summary>Opens a model's vocabulary.</summary>
    /// <param name="runtime">The native libraries.</param>
    /// <param name="path">The model file.</param>
    /// <param name="formatName">The chat format; null for the one that the file suggests.</param>
    /// <param name="time">Tells the date where a conversation has none.</param>
    /// <param name="logger">Where loading is told.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <exception cref="UnknownChatFormatException">No format fits the file, or there is none of that name.</exception>
    /// <exception cref="LocalModelException">The file can't be loaded.</exception>
    public static PromptPreview Open(LlamaRuntime runtime, string path, string? formatName, TimeProvider time, ILogger<PromptPreview> logger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        var file = GgufFile.Open(path);
        var format = ChatFormats.Choose(file, formatName).Format;
        return new(LlamaModel.Load(runtime, file, logger, cancellationToken, vocabularyOnly: true), format, time);
    }

    /// <summary>Renders a conversation.</summary>
    /// <param name="conversation">
    /// <c>{"messages":[],"tools":[],"add_generation_prompt":true,"continue":false,"date":"2026-11-23"}</c> in OpenAI's form. With
    /// <c>"generic_tools":true</c> tools are told in the system text, as they are when such a model is asked with tools for which its own format has no form.
    /// </param>
    public RenderedPrompt Render(JsonElement conversation)
    {
        try
        {
            var read = OpenAiConversation.Read(conversation, DateOnly.FromDateTime(time.GetLocalNow().DateTime));
            if (conversation.TryGetProperty("generic_tools", out var generic) && generic.ValueKind == JsonValueKind.True)
            {
                read = new(GenericTools.Rewrite(read.Messages, read.Rendering.Tools), read.Rendering with { Tools = [] });
            }

            var segments = format.Render(read.Messages, read.Rendering);
            List<int> tokens = [];
            List<int> control = [];
            foreach (var segment in segments)
            {
                if (segment.IsControl)
                {
                    control.Add(tokens.Count);
                }

                tokens.AddRange(PromptTokens.Of([segment], model.Vocabulary, format));
            }

            return new(format.Name, string.Concat(segments.Select(segment => segment.Text)), tokens, control, Error: null);
        }
        catch (LocalModelException e)
        {
            return new(format.Name, Text: null, [], [], e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
