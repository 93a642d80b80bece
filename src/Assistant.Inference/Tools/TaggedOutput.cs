using System.Text;
using System.Text.Json;

namespace Assistant.Inference.Tools;

/// <summary>
/// Hermes, Qwen and all formats that are told of tools in the generic form: calls stand as JSON between &lt;tool_call&gt; and &lt;/tool_call&gt;,
/// thoughts between &lt;think&gt; and &lt;/think&gt; at the beginning. A tag in a code fence or between backticks is quoted, not meant.
/// </summary>
internal sealed class TaggedOutput(IReadOnlyList<string> endTokens) : OutputReader(endTokens, [])
{
    private const string Open = "<tool_call>";
    private const string Close = "</tool_call>";
    private const string Thought = "<think>";
    private const string ThoughtEnd = "</think>";

    /// <inheritdoc/>
    public override IReadOnlyList<string> CallMarkers { get; } = [Open];

    /// <inheritdoc/>
    public override bool MayThink => true;

    /// <inheritdoc/>
    public override int StartOfContent(string text)
    {
        var trimmed = text.AsSpan().TrimStart();
        if (!trimmed.StartsWith(Thought, StringComparison.Ordinal))
        {
            // White space alone is worth nothing yet, and "<th" may become a thought.
            return trimmed.Length > 0 && Thought.AsSpan().StartsWith(trimmed, StringComparison.Ordinal) ? -1 : 0;
        }

        var end = text.IndexOf(ThoughtEnd, StringComparison.Ordinal);
        if (end < 0)
        {
            return -1;
        }

        var start = end + ThoughtEnd.Length;
        while (start < text.Length && text[start] == '\n')
        {
            start++;
        }

        return start;
    }

    /// <inheritdoc/>
    public override int Showable(string text, int from)
    {
        var tag = TagAt(text, []);
        if (tag >= 0)
        {
            return tag;
        }

        for (var length = Math.Min(Open.Length - 1, text.Length); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(Open.AsSpan(0, length)))
            {
                return Math.Max(from, text.Length - length);
            }
        }

        return text.Length;
    }

    /// <inheritdoc/>
    protected override ParsedOutput ReadTurn(IReadOnlyList<OutputPiece> written, OutputContext context)
    {
        var (reasoning, text, marks) = Parts(written);
        var at = context.Names.Count > 0 || marks.Count > 0 ? TagAt(text, marks) : -1;
        return (at < 0 ? ParsedOutput.Words(text) : ParsedOutput.Of(text[..at], Calls(text[at..], context))) with { Reasoning = reasoning };
    }

    /// <inheritdoc/>
    protected override string ContentBefore(IReadOnlyList<OutputPiece> written)
    {
        var (_, text, marks) = Parts(written);
        return TagAt(text, marks) is >= 0 and var at ? text[..at] : text;
    }

    /// <summary>Where the first call begins; -1 where there is none.</summary>
    private static int TagAt(string text, HashSet<int> marks)
    {
        QuoteScanner scanner = default;
        for (var position = 0; position < text.Length; position++)
        {
            if (text[position] == '<' && string.CompareOrdinal(text, position, Open, 0, Open.Length) == 0 && (marks.Contains(position) || !scanner.IsQuoted))
            {
                return position;
            }

            scanner.Take(text[position]);
        }

        return -1;
    }

    private static List<ParsedCall> Calls(string text, OutputContext context)
    {
        List<ParsedCall> calls = [];
        while (text.StartsWith(Open, StringComparison.Ordinal))
        {
            var body = text[Open.Length..].TrimStart();
            if (body.Length == 0 || body.StartsWith(Close, StringComparison.Ordinal))
            {
                throw new BrokenCallException("empty");
            }

            var value = CallJson.First(body, out var length);
            foreach (var call in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1))
            {
                calls.Add(CallJson.CallOf(call, context));
            }

            // The turn may have ended without the closing tag; anything else between the call and the tag is a fault.
            var rest = body[length..].TrimStart();
            text = rest.StartsWith(Close, StringComparison.Ordinal) ? rest[Close.Length..].TrimStart()
                : rest.Length == 0 || rest.StartsWith(Open, StringComparison.Ordinal) ? rest
                : throw new BrokenCallException("bad-json");
        }

        return calls.Count > 0 ? calls : throw new BrokenCallException("empty");
    }

    private static (string Reasoning, string Text, HashSet<int> Marks) Parts(IReadOnlyList<OutputPiece> written)
    {
        StringBuilder text = new();
        HashSet<int> marks = [];
        foreach (var piece in written)
        {
            if (piece is { IsControl: true, Text: Open })
            {
                marks.Add(text.Length);
            }

            text.Append(piece.Text);
        }

        var whole = text.ToString();
        var start = whole.Length - whole.TrimStart().Length;
        if (!whole.AsSpan(start).StartsWith(Thought, StringComparison.Ordinal))
        {
            return ("", whole, marks);
        }

        var end = whole.IndexOf(ThoughtEnd, StringComparison.Ordinal);
        var after = end < 0 ? whole.Length : end + ThoughtEnd.Length;
        var reasoning = whole[(start + Thought.Length)..(end < 0 ? whole.Length : end)].Trim();
        return (reasoning, whole[after..], [.. marks.Where(mark => mark >= after).Select(mark => mark - after)]);
    }
}
