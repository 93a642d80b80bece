using System.Text.Json;
using System.Text.RegularExpressions;
using Assistant.Inference.Wire;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Remote;

/// <summary>Reads calls that a server handed on as text.</summary>
internal static partial class TextToolCalls
{
    /// <summary>The calls, when the whole text is nothing but calls of tools that were offered; else none.</summary>
    public static IReadOnlyList<FunctionCallContent> Read(string text, IReadOnlySet<string> tools)
    {
        var bare = CodeFence.Inside(text).Trim();
        bare = Mark().Replace(bare, "");
        var parts = Tagged().Matches(bare) is { Count: > 0 } tagged && Tagged().Replace(bare, "").Trim().Length == 0
            ? tagged.Select(match => match.Groups["call"].Value)
            : Named().Match(bare) is { Success: true } named && named.Length == bare.Length
                ? [$$"""{"name":{{Quoted(named.Groups["name"].Value)}},"arguments":{{named.Groups["arguments"].Value}}}"""]
                : [bare];
        List<FunctionCallContent> calls = [];
        foreach (var part in parts)
        {
            if (!TryRead(part, tools, calls))
            {
                return [];
            }
        }

        return calls;
    }

    private static bool TryRead(string part, IReadOnlySet<string> tools, List<FunctionCallContent> calls)
    {
        try
        {
            var read = JsonElement.Parse(part);
            var elements = read.ValueKind == JsonValueKind.Array ? [.. read.EnumerateArray()] : (List<JsonElement>)[read];
            foreach (var element in elements)
            {
                if (CallOf(element, tools) is not { } call)
                {
                    return false;
                }

                calls.Add(call);
            }

            return elements.Count > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static FunctionCallContent? CallOf(JsonElement element, IReadOnlySet<string> tools)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // {"type":"function","function":{...}} as in requests, or what is inside of it.
        var call = element.TryGetProperty("function", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : element;
        if (!call.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String || !tools.Contains(name.GetString()!))
        {
            return null;
        }

        var given = call.TryGetProperty("arguments", out var arguments) || call.TryGetProperty("parameters", out arguments)
            ? arguments.ValueKind == JsonValueKind.String ? arguments.GetString() : arguments.GetRawText()
            : "{}";
        return WireArguments.TryRead(given, out var readable) ? new("call_" + Guid.NewGuid().ToString("N")[..12], name.GetString()!, readable) : null;
    }

    private static string Quoted(string name) => JsonSerializer.Serialize(name, WireJson.Default.String);

    [GeneratedRegex(@"^(\[TOOL_CALLS\]|<\|python_tag\|>)\s*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Mark();

    [GeneratedRegex(@"<tool_call>\s*(?<call>.*?)\s*</tool_call>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Tagged();

    [GeneratedRegex(@"<function=(?<name>[^>]+)>\s*(?<arguments>\{.*\})\s*(</function>)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Named();
}
