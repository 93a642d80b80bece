using System.Text.Json;
using Assistant.Inference.Formats;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tests.Formats;

/// <summary>A case of the golden data as the room's own types.</summary>
internal sealed record Conversation(string Id, IReadOnlyList<ChatMessage> Messages, ChatRendering Options)
{
    public static Dictionary<string, Conversation> ReadAll() =>
        Golden.Lines("cases.jsonl").Select(Read).ToDictionary(conversation => conversation.Id);

    public static Conversation Read(JsonElement line) => new(
        line.GetProperty("id").GetString()!,
        [.. line.GetProperty("messages").EnumerateArray().Select(MessageOf)],
        new()
        {
            Tools = line.TryGetProperty("tools", out var tools) ? [.. tools.EnumerateArray().Select(ToolOf)] : [],
            AddGenerationPrompt = line.GetProperty("add_generation_prompt").GetBoolean(),
            ContinueLast = line.TryGetProperty("continue", out var continues) && continues.GetBoolean(),
            Date = DateOnly.Parse(line.GetProperty("date").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
        });

    private static ChatMessage MessageOf(JsonElement message)
    {
        var text = message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String ? content.GetString()! : "";
        ChatRole role = new(message.GetProperty("role").GetString()!);
        if (role == ChatRole.Tool)
        {
            return new(role, [new FunctionResultContent(message.GetProperty("tool_call_id").GetString()!, text)])
            {
                AuthorName = message.TryGetProperty("name", out var name) ? name.GetString() : null,
            };
        }

        ChatMessage read = new(role, text);
        if (message.TryGetProperty("tool_calls", out var calls))
        {
            foreach (var call in calls.EnumerateArray())
            {
                var function = call.GetProperty("function");
                var arguments = JsonElement.Parse(function.GetProperty("arguments").GetString()!);
                read.Contents.Add(new FunctionCallContent(
                    call.GetProperty("id").GetString()!,
                    function.GetProperty("name").GetString()!,
                    arguments.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value)));
            }
        }

        return read;
    }

    private static AITool ToolOf(JsonElement tool)
    {
        var function = tool.GetProperty("function");
        return AIFunctionFactory.CreateDeclaration(
            function.GetProperty("name").GetString()!,
            function.TryGetProperty("description", out var description) ? description.GetString() : null,
            function.GetProperty("parameters"));
    }
}
