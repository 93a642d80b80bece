using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Formats;

/// <summary>A message in the one shape that all formats render from: text, calls, or the result of one call.</summary>
internal sealed record ChatTurn(TurnRole Role, string Text)
{
    /// <summary>The calls that an assistant made in this turn.</summary>
    public IReadOnlyList<ToolCall> Calls { get; init; } = [];

    /// <summary>For a result: the call that it answers.</summary>
    public string CallId { get; init; } = "";

    /// <summary>For a result: the tool that gave it, where it is known.</summary>
    public string? ToolName { get; init; }

    /// <summary>Reads messages. A message with several results becomes several turns; reasoning of earlier answers is left out.</summary>
    public static IReadOnlyList<ChatTurn> Read(IReadOnlyList<ChatMessage> messages)
    {
        List<ChatTurn> turns = [];
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            var role = RoleOf(message);
            List<ToolCall> calls = [];
            List<ChatTurn> results = [];
            foreach (var content in message.Contents)
            {
                switch (content)
                {
                    case FunctionCallContent call:
                        calls.Add(new(call.CallId, call.Name, Arguments(call)));
                        names[call.CallId] = call.Name;
                        break;
                    case FunctionResultContent result:
                        var name = names.GetValueOrDefault(result.CallId) ?? message.AuthorName;
                        results.Add(new(TurnRole.Tool, ResultText(result.Result)) { CallId = result.CallId, ToolName = name });
                        break;
                    case DataContent or UriContent or HostedFileContent:
                        throw new ChatFormatException("This model reads text only: take images and files out of the messages.");
                }
            }

            if (calls.Count > 0 && role != TurnRole.Assistant)
            {
                throw new ChatFormatException("Only the assistant can call tools.");
            }

            turns.AddRange(results);
            if (role == TurnRole.Tool && results.Count == 0)
            {
                throw new ChatFormatException("A tool message must hold the result of a call.");
            }

            // A message may carry results only; its empty text is then nobody's turn.
            if (results.Count == 0 || (role != TurnRole.Tool && message.Text.Length > 0))
            {
                turns.Add(new(role, message.Text) { Calls = calls });
            }
        }

        return turns;
    }

    private static TurnRole RoleOf(ChatMessage message) => message.Role.Value switch
    {
        "system" or "developer" => TurnRole.System,
        "user" => TurnRole.User,
        "assistant" => TurnRole.Assistant,
        "tool" => TurnRole.Tool,
        var other => throw new ChatFormatException($"The role '{other}' is not known. Use system, user, assistant or tool."),
    };

    private static JsonElement Arguments(FunctionCallContent call) =>
        JsonSerializer.SerializeToElement(
            call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));

    /// <summary>The result of a call as text: what is no text is written as JSON.</summary>
    internal static string ResultText(object? result) => result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => "",
        JsonElement json => json.GetRawText(),
        TextContent text => text.Text,
        _ => JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions.GetTypeInfo(result.GetType())),
    };
}
