using System.Text;

namespace Assistant.Inference.Chat;

/// <summary>Looks for stop strings in text that comes in pieces, and holds back what may be the start of one.</summary>
internal sealed class StopStrings(IEnumerable<string> stops)
{
    private readonly string[] stops = [.. stops.Where(stop => stop.Length > 0)];
    private readonly StringBuilder held = new();

    /// <summary>Whether a stop string was found; nothing comes after it.</summary>
    public bool Found { get; private set; }

    /// <summary>Takes a piece of text and gives what can be shown.</summary>
    public string Take(string piece)
    {
        if (Found || stops.Length == 0)
        {
            return Found ? "" : piece;
        }

        held.Append(piece);
        var text = held.ToString();
        var first = stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(-1).Min();
        Found = first >= 0;
        var shown = Found ? first : text.Length - LongestStart(text);
        held.Clear().Append(Found ? "" : text[shown..]);
        return text[..shown];
    }

    /// <summary>What was held back and turned out to be no stop string, at the end.</summary>
    public string Rest()
    {
        var rest = held.ToString();
        held.Clear();
        return Found ? "" : rest;
    }

    // How many characters at the end of the text are the start of a stop string.
    private int LongestStart(string text)
    {
        var longest = 0;
        foreach (var stop in stops)
        {
            for (var length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
            {
                if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                {
                    longest = length;
                }
            }
        }

        return longest;
    }
}
