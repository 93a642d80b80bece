using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Formats;

/// <summary>
/// Hermes 2 Pro and 3: ChatML with a system message of its own for tools, in which each is described as a Python signature.
/// Without tools it is plain ChatML.
/// </summary>
internal sealed class HermesFormat(string? beginToken) : ChatFormat("hermes", ["<|im_start|>", "<|im_end|>"], ["<|im_end|>", "<|eot_id|>"])
{
    // The template that is trained in closes each tool with one brace too few; the model has seen nothing else.
    private const string ToolsPreamble =
        "You are a function calling AI model. You are provided with function signatures within <tools></tools> XML tags. "
        + "You may call one or more functions to assist with the user query. Don't make assumptions about what values to plug into functions. "
        + "Here are the available tools: <tools> ";

    private const string ToolsClosing =
        " </tools>Use the following pydantic model json schema for each tool call you will make: {\"properties\": {\"name\": {\"title\": \"Name\", "
        + "\"type\": \"string\"}, \"arguments\": {\"title\": \"Arguments\", \"type\": \"object\"}}, \"required\": [\"name\", \"arguments\"], "
        + "\"title\": \"FunctionCall\", \"type\": \"object\"}}\nFor each function call return a json object with function name and arguments within "
        + "<tool_call></tool_call> XML tags as follows:\n<tool_call>\n{\"name\": <function-name>, \"arguments\": <args-dict>}\n</tool_call>";

    /// <inheritdoc/>
    public override bool CarriesTools => true;

    /// <inheritdoc/>
    protected override void Write(SegmentWriter writer, IReadOnlyList<ChatTurn> turns, ChatRendering options)
    {
        if (beginToken is not null)
        {
            writer.Control(beginToken);
        }

        if (options.Tools.Count > 0)
        {
            writer.Scaffold("<|im_start|>system\n").Scaffold(ToolsPreamble)
                .Content(string.Join('\n', options.Tools.Select(Describe)))
                .Scaffold(ToolsClosing).Scaffold("<|im_end|>\n");
        }

        for (var index = 0; index < turns.Count; index++)
        {
            var turn = turns[index];
            var isLast = index == turns.Count - 1;
            if (turn.Role == TurnRole.Tool)
            {
                WriteResult(writer, turn, opens: index > 0 && turns[index - 1].Role != TurnRole.Tool,
                    closes: isLast || turns[index + 1].Role != TurnRole.Tool, isLast);
                continue;
            }

            writer.Scaffold($"<|im_start|>{turn.Role switch { TurnRole.System => "system", TurnRole.User => "user", _ => "assistant" }}");
            if (turn.Calls.Count == 0)
            {
                writer.Scaffold("\n").Content(turn.Text);
            }

            foreach (var call in turn.Calls)
            {
                writer.Scaffold("\n<tool_call>\n{\"name\": ").Content(PythonJson.Write(call.Name))
                    .Scaffold(", \"arguments\": ").Content(PythonJson.Write(call.Arguments)).Scaffold("}\n</tool_call>");
            }

            if (!IsContinued(turns, index, options))
            {
                writer.Scaffold("<|im_end|>\n");
            }
        }

        if (options is { AddGenerationPrompt: true, ContinueLast: false })
        {
            writer.Scaffold("<|im_start|>assistant\n");
        }
    }

    private static void WriteResult(SegmentWriter writer, ChatTurn turn, bool opens, bool closes, bool isLast) =>
        writer.Scaffold(opens ? "<|im_start|>tool\n" : "").Scaffold("<tool_response>\n").Content(turn.Text)
            .Scaffold("\n</tool_response>").Scaffold(isLast ? "" : "\n").Scaffold(closes ? "<|im_end|>" : "");

    private static string Describe(AITool tool)
    {
        var declaration = ToolDefinition.DeclarationOf(tool);
        var parameters = declaration.JsonSchema is { ValueKind: JsonValueKind.Object } schema && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Select(property => (property.Name, Type: PythonType.Of(property.Value), Property: property.Value)).ToList()
            : [];
        StringBuilder description = new();
        description.Append(declaration.Name).Append('(').AppendJoin(", ", parameters.Select(parameter => $"{parameter.Name}: {parameter.Type}")).Append(')')
            .Append(" - ").Append(declaration.Description).Append("\n\n");
        if (parameters.Count > 0)
        {
            description.Append("    Args:\n").AppendJoin("", parameters.Select(parameter => $"        {parameter.Name}({parameter.Type}): {TextOf(parameter.Property, "description")}"));
        }

        return $"{{\"type\": \"function\", \"function\": {{\"name\": {PythonJson.Write(declaration.Name)}, \"description\": \"{description}\", "
            + $"\"parameters\": {PythonJson.Write(declaration.JsonSchema)}}}";
    }

    private static string TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
