using System.Text.Json;

namespace Assistant.Inference.Formats;

/// <summary>How Mistral's second and third version put a tool's result into JSON.</summary>
internal static class ToolResult
{
    /// <summary>A result that is JSON is written anew, other text becomes a string, and nothing an empty object.</summary>
    public static string AsJson(string result)
    {
        if (result.Length == 0)
        {
            return "{}";
        }

        try
        {
            using var json = JsonDocument.Parse(result);
            return PythonJson.Write(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a surrogate pair, which JSON can spell and a string here cannot hold.
            return PythonJson.Write(result);
        }
    }
}
