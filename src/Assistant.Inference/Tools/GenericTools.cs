using System.Text;
using Assistant.Inference.Formats;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Tools;

/// <summary>
/// Tools for models whose own format has no form for them: they are told in the system text, calls and results of a history become text
/// in tags, as Hermes writes them. Models were trained on such tags more often than on any other form.
/// </summary>
internal static class GenericTools
{
    private const string Preamble =
        "You can call functions. Each line between <tools> and </tools> describes one as JSON, with the schema of its arguments.\n<tools>\n";

    private const string Closing =
        "</tools>\nTo call a function, write nothing but its name and arguments as JSON between tags, in this form:\n"
        + "<tool_call>\n{\"name\": \"function name\", \"arguments\": {\"argument\": \"value\"}}\n</tool_call>\n"
        + "The result comes back between <tool_response> and </tool_response>. When no function helps, answer in words.";

    /// <summary>The messages as such a model is shown them.</summary>
    public static IReadOnlyList<ChatMessage> Rewrite(IReadOnlyList<ChatMessage> messages, IReadOnlyList<AITool> tools)
    {
        List<ChatMessage> written = [];
        foreach (var message in messages)
        {
            Add(written, message);
        }

        if (tools.Count > 0)
        {
            var hasSystem = written is [{ Role.Value: "system" or "developer" }, ..];
            ChatMessage system = new(ChatRole.System, hasSystem ? $"{written[0].Text}\n\n{Describe(tools)}" : Describe(tools));
            written.RemoveRange(0, hasSystem ? 1 : 0);
            written.Insert(0, system);
        }

        return written;
    }

    private static string Describe(IReadOnlyList<AITool> tools)
    {
        StringBuilder text = new(Preamble);
        foreach (var tool in tools)
        {
            text.Append(PythonJson.Write(ToolDefinition.Of(tool, keepEmptyDescription: false).GetProperty("function"))).Append('\n');
        }

        return text.Append(Closing).ToString();
    }

    private static void Add(List<ChatMessage> written, ChatMessage message)
    {
        var turns = ChatTurn.Read([message]);
        if (turns.All(turn => turn.Role != TurnRole.Tool && turn.Calls.Count == 0))
        {
            written.Add(message);
            return;
        }

        foreach (var turn in turns)
        {
            var (role, text) = turn.Role == TurnRole.Tool
                ? (ChatRole.User, $"<tool_response>\n{turn.Text}\n</tool_response>")
                : (message.Role, string.Join('\n', turn.Calls.Select(CallText).Prepend(turn.Text).Where(part => part.Length > 0)));

            // Formats in which user and assistant take turns allow only one message for several results.
            if (role == ChatRole.User && written is [.., { Role.Value: "user" } last] && last.Text.EndsWith("</tool_response>", StringComparison.Ordinal))
            {
                written[^1] = new(role, $"{last.Text}\n{text}");
            }
            else
            {
                written.Add(new(role, text));
            }
        }
    }

    private static string CallText(ToolCall call) =>
        $"<tool_call>\n{{\"name\": {PythonJson.Write(call.Name)}, \"arguments\": {PythonJson.Write(call.Arguments)}}}\n</tool_call>";
}
