using System.Text;

namespace Assistant.Inference.Formats;

/// <summary>Collects segments. Neighbouring text is one segment unless <see cref="Break"/> parts it.</summary>
internal sealed class SegmentWriter(IReadOnlyList<string> controlTokens)
{
    private readonly List<ChatSegment> segments = [];
    private readonly StringBuilder text = new();

    /// <summary>Writes one control token.</summary>
    public SegmentWriter Control(string token)
    {
        Break();
        segments.Add(new(token, IsControl: true));
        return this;
    }

    /// <summary>Writes words of the format itself: control tokens of the family that stand in them become control tokens.</summary>
    public SegmentWriter Scaffold(string scaffold)
    {
        for (var rest = scaffold; rest.Length > 0;)
        {
            var (at, token) = FirstToken(rest);
            text.Append(rest, 0, at);
            if (token is not null)
            {
                Control(token);
            }

            rest = rest[(at + (token?.Length ?? 0))..];
        }

        return this;
    }

    /// <summary>Writes words of people, documents, models and tools: they stay text whatever they spell.</summary>
    public SegmentWriter Content(string content)
    {
        text.Append(content);
        return this;
    }

    /// <summary>Ends the text segment: what follows is tokenized apart from what stands before.</summary>
    public SegmentWriter Break()
    {
        if (text.Length > 0)
        {
            segments.Add(new(text.ToString(), IsControl: false));
            text.Clear();
        }

        return this;
    }

    /// <summary>Everything that was written.</summary>
    public IReadOnlyList<ChatSegment> Finish()
    {
        Break();
        return segments;
    }

    private (int At, string? Token) FirstToken(string scaffold)
    {
        (int At, string? Token) first = (scaffold.Length, null);
        foreach (var token in controlTokens)
        {
            var at = scaffold.IndexOf(token, StringComparison.Ordinal);
            if (at >= 0 && at < first.At)
            {
                first = (at, token);
            }
        }

        return first;
    }
}
