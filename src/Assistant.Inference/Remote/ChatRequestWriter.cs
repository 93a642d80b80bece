using System.Globalization;
using System.Text.Json;
using Assistant.Inference.Formats;
using Assistant.Inference.Wire;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Remote;

/// <summary>The ecosystem's own words as a request in OpenAI's form.</summary>
internal static class ChatRequestWriter
{
    /// <summary>The request.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">The settings, or null.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="inPieces">Whether the answer is streamed.</param>
    /// <param name="isOurs">Whether it is for our own server, which is told who asks, so that callers take turns. Nobody else needs to know.</param>
    /// <exception cref="ChatFormatException">A message holds what no text model reads.</exception>
    public static ChatCompletionRequest Write(IEnumerable<ChatMessage> messages, ChatOptions? options, string model, bool inPieces, bool isOurs)
    {
        List<WireMessage> written = [];
        if (options?.Instructions is { Length: > 0 } instructions)
        {
            written.Add(new() { Role = "system", Content = instructions });
        }

        written.AddRange(messages.SelectMany(Messages));
        return new()
        {
            Model = model,
            Messages = written,
            Stream = inPieces,
            StreamOptions = inPieces ? new(IncludeUsage: true) : null,
            Tools = options?.Tools is { Count: > 0 } tools ? [.. tools.Select(Tool)] : null,
            ToolChoice = options?.Tools is { Count: > 0 } ? Choice(options.ToolMode) : null,
            ParallelToolCalls = options?.Tools is { Count: > 0 } ? options.AllowMultipleToolCalls : null,
            ResponseFormat = Format(options?.ResponseFormat),
            Stop = options?.StopSequences is { Count: > 0 } stops ? [.. stops] : null,
            Seed = options?.Seed,
            Temperature = options?.Temperature,
            TopP = options?.TopP,
            TopK = options?.TopK,
            MinP = Extra(options, "min_p"),
            RepeatPenalty = Extra(options, "repetition_penalty") ?? Extra(options, "repeat_penalty"),
            PresencePenalty = options?.PresencePenalty,
            FrequencyPenalty = options?.FrequencyPenalty,
            MaxTokens = options?.MaxOutputTokens,
            User = !isOurs ? null : options?.AdditionalProperties?.GetValueOrDefault(Chat.ChatRequest.CallerProperty)?.ToString(),
        };
    }

    // A message with several results becomes one for each.
    private static List<WireMessage> Messages(ChatMessage message)
    {
        List<WireMessage> written = [];
        List<WireToolCall> calls = [];
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case FunctionCallContent call:
                    calls.Add(new() { Id = call.CallId, Type = "function", Function = new(call.Name, WireArguments.Write(call.Arguments)) });
                    break;
                case FunctionResultContent result:
                    written.Add(new() { Role = "tool", ToolCallId = result.CallId, Content = ChatTurn.ResultText(result.Result), Name = message.AuthorName });
                    break;
                case DataContent or UriContent or HostedFileContent:
                    throw new ChatFormatException("This model reads text only: take images and files out of the messages.");
            }
        }

        if (written.Count == 0 || (message.Role != ChatRole.Tool && message.Text.Length > 0))
        {
            written.Add(new()
            {
                Role = message.Role.Value,
                Content = message.Text,
                Name = message.AuthorName,
                ToolCalls = calls.Count > 0 ? calls : null,
            });
        }

        return written;
    }

    private static WireTool Tool(AITool tool)
    {
        var declaration = ToolDefinition.DeclarationOf(tool);
        return new("function", new()
        {
            Name = declaration.Name,
            Description = declaration.Description is { Length: > 0 } description ? description : null,
            Parameters = declaration.JsonSchema,
        });
    }

    private static ToolChoice? Choice(ChatToolMode? mode) => mode switch
    {
        null => null,
        NoneChatToolMode => new("none"),
        RequiredChatToolMode { RequiredFunctionName: { } name } => new("function", name),
        RequiredChatToolMode => new("required"),
        _ => new("auto"),
    };

    private static WireResponseFormat? Format(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => new("json_schema", new() { Name = json.SchemaName ?? "answer", Description = json.SchemaDescription, Schema = schema, Strict = true }),
        ChatResponseFormatJson => new("json_object", null),
        _ => null,
    };

    private static float? Extra(ChatOptions? options, string key) =>
        options?.AdditionalProperties?.TryGetValue(key, out var value) == true && value is not (null or JsonElement)
            ? Convert.ToSingle(value, CultureInfo.InvariantCulture)
            : null;
}
