using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Assistant.Core;

namespace Assistant.Channels.Web;

/// <summary>An answer as far as it has come. Sees to it that every citation has its mark in the text.</summary>
internal sealed partial class AnswerDraft(Question question, TimeProvider time)
{
    private readonly StringBuilder _text = new();
    private readonly List<CitationEntry> _citations = [];
    private readonly Dictionary<int, int> _cited = [];
    private readonly long _start = time.GetTimestamp();
    private long? _firstWords;

    /// <summary>Adds words.</summary>
    public void Add(string words)
    {
        if (words.Length > 0)
        {
            _firstWords ??= Elapsed();
            _text.Append(words);
        }
    }

    /// <summary>Adds a citation.</summary>
    /// <returns>The mark that was added to the text because the words did not bring it, or null.</returns>
    public string? Add(CitationEntry citation)
    {
        if (!_citations.Any(known => known.Number == citation.Number && known.Quote == citation.Quote))
        {
            _citations.Add(citation);
        }

        var times = _cited[citation.Number] = _cited.GetValueOrDefault(citation.Number) + 1;
        var text = _text.ToString();
        if (Marks(text).Count(number => number == citation.Number) >= times)
        {
            return null;
        }

        var mark = text.Length > 0 && char.IsWhiteSpace(text[^1])
            ? $"[{citation.Number}] "
            : $" [{citation.Number}]";
        _text.Append(mark);
        return mark;
    }

    /// <summary>The whole answer.</summary>
    public AskAnswer Whole(AnswerUpdate.Finished finished) => new()
    {
        Question = question.Text,
        Answer = _text.ToString().Trim(),
        Ending = finished.Ending,
        Citations = _citations,
        Model = finished.Model,
        Dropped = finished.Dropped,
        Tokens = new(finished.Tokens.Prompt, finished.Tokens.Cached, finished.Tokens.Completion),
        Reason = finished.Reason,
        Conversation = question.ConversationId,
        ElapsedMs = Elapsed(),
        FirstTokenMs = _firstWords,
    };

    private static IEnumerable<int> Marks(string text) =>
        from Match match in Mark().Matches(text)
        from Capture number in match.Groups["n"].Captures
        select int.Parse(number.Value, CultureInfo.InvariantCulture);

    private long Elapsed() => (long)time.GetElapsedTime(_start).TotalMilliseconds;

    [GeneratedRegex(@"\[\s*(?<n>[0-9]{1,4})(?:\s*,\s*(?<n>[0-9]{1,4}))*\s*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
