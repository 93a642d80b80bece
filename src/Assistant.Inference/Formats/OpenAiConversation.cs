using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Formats;

/// <summary>A conversation in OpenAI's form as this room's own types.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Rendering">The tools and how the prompt is to end.</param>
internal sealed record OpenAiConversation(IReadOnlyList<ChatMessage> Messages, ChatRendering Rendering)
{
    /// <summary>Reads <c>{"messages", "tools", "add_generation_prompt", "continue", "date"}</c>; all but the messages may be missing.</summary>
    /// <param name="json">The conversation.</param>
    /// <param name="today">The date where none is given.</param>
    /// <exception cref="ChatFormatException">It is no such conversation; the message says where.</exception>
    public static OpenAiConversation Read(JsonElement json, DateOnly today)
    {
        if (json.ValueKind != JsonValueKind.Object || Member(json, "messages") is not { ValueKind: JsonValueKind.Array } messages)
        {
            throw new ChatFormatException("A conversation is an object with a list 'messages'.");
        }

        JsonStrings.Check(json, "The conversation");
        return new(
            [.. messages.EnumerateArray().Select(MessageOf)],
            new()
            {
                Tools = Member(json, "tools") is { ValueKind: JsonValueKind.Array } tools ? [.. tools.EnumerateArray().Select(ToolOf)] : [],
                AddGenerationPrompt = Member(json, "add_generation_prompt") is not { ValueKind: JsonValueKind.False },
                ContinueLast = Member(json, "continue") is { ValueKind: JsonValueKind.True },
                Date = Member(json, "date") is not { } date ? today
                    : DateOnly.TryParseExact(date.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
                    : throw new ChatFormatException("A 'date' is written as yyyy-MM-dd."),
            });
    }

    private static ChatMessage MessageOf(JsonElement message)
    {
        var text = TextOf(message);
        ChatRole role = new(Word(message, "role", "a message") is { Length: > 0 } word ? word : throw new ChatFormatException("A message has no 'role'."));
        if (role == ChatRole.Tool)
        {
            return new(role, [new FunctionResultContent(Member(message, "tool_call_id")?.ToString() ?? "", text)])
            {
                AuthorName = Member(message, "name")?.ToString(),
            };
        }

        ChatMessage read = new(role, text);
        if (Member(message, "tool_calls") is { ValueKind: JsonValueKind.Array } calls)
        {
            foreach (var call in calls.EnumerateArray())
            {
                read.Contents.Add(CallOf(call));
            }
        }

        return read;
    }

    private static FunctionCallContent CallOf(JsonElement call)
    {
        var function = Function(call, "a tool call");
        var arguments = Member(function, "arguments");
        try
        {
            var json = arguments is { ValueKind: JsonValueKind.String } text ? JsonElement.Parse(text.GetString()!) : arguments ?? JsonElement.Parse("{}");
            JsonStrings.Check(json);
            return new(
                Member(call, "id")?.ToString() ?? "",
                Word(function, "name", "a tool call"),
                json.EnumerateObject().GroupBy(property => property.Name).ToDictionary(group => group.Key, group => (object?)group.Last().Value));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ChatFormatException("The 'arguments' of a tool call must be a JSON object, or one as a string.");
        }
    }

    private static AITool ToolOf(JsonElement tool)
    {
        var function = Function(tool, "a tool");
        return AIFunctionFactory.CreateDeclaration(
            Word(function, "name", "a tool"),
            Member(function, "description")?.ToString(),
            Member(function, "parameters") ?? JsonElement.Parse("""{"type":"object","properties":{}}"""));
    }

    private static string TextOf(JsonElement message) => Member(message, "content") switch
    {
        null => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part =>
            Member(part, "type")?.ToString() == "text" ? Word(part, "text", "a part of a message") : throw new ChatFormatException("This model reads text only: take images and files out of the messages."))),
        _ => throw new ChatFormatException("The 'content' of a message is text, null, or a list of parts."),
    };

    private static JsonElement Function(JsonElement owner, string what) =>
        Member(owner, "function") is { ValueKind: JsonValueKind.Object } function ? function : throw new ChatFormatException($"{what} has no 'function'.");

    private static string Word(JsonElement owner, string name, string what) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } word ? word.GetString()! : throw new ChatFormatException($"The '{name}' of {what} must be a text.");

    // A member that is null counts as missing.
    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
