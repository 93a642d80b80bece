namespace Assistant.Inference.Remote;

/// <summary>The three backticks in which models wrap code.</summary>
internal static class CodeFence
{
    private const string Fence = "```";

    /// <summary>What is inside of a fence round the whole text; the text itself where there is none, or one that is not closed.</summary>
    public static string Inside(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.StartsWith(Fence, StringComparison.Ordinal))
        {
            return text;
        }

        var firstLine = trimmed.IndexOf('\n', StringComparison.Ordinal);
        if (firstLine < 0)
        {
            return text;
        }

        var inside = trimmed[(firstLine + 1)..].TrimEnd();
        return inside.EndsWith(Fence, StringComparison.Ordinal) ? inside[..^Fence.Length].Trim() : text;
    }
}
