using System.Text;
using System.Text.Json;
using Assistant.Inference.Formats;

namespace Assistant.Inference.Tests.Formats;

/// <summary>The makers' own renderings in ../shared/specs/chat-formats.</summary>
internal static class Golden
{
    public static IEnumerable<JsonElement> Lines(string file) =>
        File.ReadLines(Repository.SharedOrSkip("specs", "chat-formats", file)).Select(line => JsonElement.Parse(line));

    /// <summary>The prompt as a Jinja template would give it.</summary>
    public static string TextOf(IReadOnlyList<ChatSegment> segments) => string.Concat(segments.Select(segment => segment.Text));

    /// <summary>Offset and length of each control token in <see cref="TextOf"/>, as the golden data counts them.</summary>
    public static IReadOnlyList<(int, int)> SpansOf(IReadOnlyList<ChatSegment> segments)
    {
        List<(int, int)> spans = [];
        var offset = 0;
        foreach (var segment in segments)
        {
            if (segment.IsControl)
            {
                spans.Add((offset, segment.Text.Length));
            }

            offset += segment.Text.Length;
        }

        return spans;
    }

    /// <summary>Segments on one line: control tokens in angle quotes, strings in brackets.</summary>
    public static string Show(IEnumerable<ChatSegment> segments) =>
        segments.Aggregate(new StringBuilder(), (shown, segment) => shown.Append(segment.IsControl ? $"«{segment.Text}»" : $"[{segment.Text}]")).ToString();

    /// <summary>The reference's segments with control ids replaced by names.</summary>
    public static IReadOnlyList<ChatSegment> SegmentsOf(JsonElement line, IReadOnlyDictionary<int, string> names) =>
        [.. line.GetProperty("segments").EnumerateArray().Select(segment => segment.ValueKind == JsonValueKind.Number
            ? new ChatSegment(names[segment.GetInt32()], IsControl: true)
            : new ChatSegment(segment.GetString()!, IsControl: false))];
}
