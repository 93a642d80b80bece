using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Formats;

/// <summary>A tool in OpenAI's form, in which all families were shown their tools.</summary>
internal static class ToolDefinition
{
    /// <summary>A JSON list on one line. A missing description becomes an empty one.</summary>
    public static string ListOf(IEnumerable<AITool> tools) =>
        $"[{string.Join(", ", tools.Select(tool => PythonJson.Write(Of(tool, keepEmptyDescription: true))))}]";

    /// <summary>The declaration of a tool that is called by name.</summary>
    /// <exception cref="ChatFormatException">It is none, or its schema is no JSON that can be written.</exception>
    public static AIFunctionDeclaration DeclarationOf(AITool tool)
    {
        var declaration = tool as AIFunctionDeclaration ?? throw new ChatFormatException($"The tool '{tool.Name}' is none that a local model can call.");
        JsonStrings.Check(declaration.JsonSchema, $"The schema of the tool '{tool.Name}'");
        return declaration;
    }

    /// <summary>{"type": "function", "function": {"name", "description", "parameters"}}.</summary>
    public static JsonElement Of(AITool tool, bool keepEmptyDescription)
    {
        var declaration = DeclarationOf(tool);
        JsonObject function = new() { ["name"] = declaration.Name };
        if (keepEmptyDescription || declaration.Description.Length > 0)
        {
            function["description"] = declaration.Description;
        }

        function["parameters"] = JsonNode.Parse(declaration.JsonSchema.GetRawText());
        JsonObject definition = new() { ["type"] = "function", ["function"] = function };
        return JsonElement.Parse(definition.ToJsonString());
    }
}
