using Assistant.Inference.Wire;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Remote;

/// <summary>Holds back what may be a call written as text, or JSON in a code fence, until it is whole, and then tells what it is.</summary>
/// <remarks>Servers whose parser doesn't know a model's form hand its calls on as text; models wrap JSON in fences although told not to.</remarks>
internal sealed class TextRepair
{
    private static readonly string[] CallMarks = ["<tool_call>", "[TOOL_CALLS]", "<|python_tag|>", "<function=", "```", "{", "["];
    private static readonly string[] FenceMarks = ["```"];

    private readonly HashSet<string> tools;
    private readonly bool wantsJson;
    private readonly string[] marks;
    private string held = "";
    private bool isPlain;

    private TextRepair(HashSet<string> tools, bool wantsJson)
    {
        this.tools = tools;
        this.wantsJson = wantsJson;
        marks = tools.Count > 0 ? CallMarks : FenceMarks;
    }

    /// <summary>The repair that a request may need; null for one that asks for plain text.</summary>
    public static TextRepair? For(ChatCompletionRequest request)
    {
        HashSet<string> tools = request.ToolChoice?.Mode == "none" ? [] : [.. (request.Tools ?? []).Select(tool => tool.Function?.Name).OfType<string>()];
        var wantsJson = request.ResponseFormat?.Type is "json_object" or "json_schema";
        return tools.Count > 0 || wantsJson ? new(tools, wantsJson) : null;
    }

    /// <summary>Takes more of the text and gives what can be shown of it now.</summary>
    public string Take(string text)
    {
        if (isPlain)
        {
            return text;
        }

        held += text;
        var start = held.TrimStart();
        if (start.Length == 0 || marks.Any(mark => start.StartsWith(mark, StringComparison.Ordinal) || mark.StartsWith(start, StringComparison.Ordinal)))
        {
            return "";
        }

        isPlain = true;
        return Rest();
    }

    /// <summary>What is held back, as it is.</summary>
    public string Rest()
    {
        var rest = held;
        held = "";
        return rest;
    }

    /// <summary>The end of the text: calls, or the text, without a fence where JSON was wanted.</summary>
    public IEnumerable<AIContent> End()
    {
        var text = Rest();
        if (text.Length == 0)
        {
            return [];
        }

        if (TextToolCalls.Read(text, tools) is { Count: > 0 } calls)
        {
            return calls;
        }

        return [new TextContent(wantsJson ? CodeFence.Inside(text) : text)];
    }
}
