using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Core.Text;

namespace Assistant.Orchestration.Answering;

/// <summary>Reads sentences and their marks out of a stream of words, each as soon as it is whole.</summary>
/// <remarks>
/// Marks are read as models write them: <c>[1]</c>, <c>[1][2]</c>, <c>[1, 2]</c>, before or behind the full stop. A lead-in line
/// ("You need:") and a bare "Yes." wait for the sentence that they introduce, since they mean nothing alone.
/// </remarks>
internal sealed partial class WrittenSentenceReader
{
    // Only these can end a sentence or a mark, or begin what follows one.
    private static readonly SearchValues<char> Telling = SearchValues.Create(".!?…:\n。！？। ]");

    private string _pending = "";
    private string _separator = "";

    /// <summary>The sentences that these words complete.</summary>
    public IReadOnlyList<WrittenSentence> Add(string words)
    {
        _pending += words;
        return !words.AsSpan().ContainsAny(Telling) ? [] : Read(isEnd: false);
    }

    /// <summary>What is left when the stream has ended.</summary>
    public IReadOnlyList<WrittenSentence> End() => Read(isEnd: true);

    private List<WrittenSentence> Read(bool isEnd)
    {
        var units = Units(_pending);

        // The last unit may grow, and marks that follow belong to the one before: it is whole when a further one has begun.
        var whole = isEnd ? units.Count : units.Count - 1;
        List<WrittenSentence> sentences = [];
        var read = 0;
        for (var i = 0; i < whole; i++)
        {
            var (start, end) = units[i];
            var separator = i == 0 ? _separator + Blank(_pending[..start]) : Blank(_pending[read..start]);
            var text = _pending[start..end];
            var marks = Marks().Matches(text).SelectMany(match => Number().Matches(match.Value)).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).ToList();
            var words = BlankBeforeStop().Replace(Marks().Replace(text, ""), "$1").Trim();
            if (words.Length > 0)
            {
                sentences.Add(new(words, marks, separator.Contains('\n', StringComparison.Ordinal) ? separator.Contains("\n\n", StringComparison.Ordinal) ? "\n\n" : "\n" : " "));
            }

            read = end;
        }

        if (whole > 0)
        {
            _separator = "";
            _pending = _pending[read..];
        }

        return sentences;
    }

    private static List<(int Start, int End)> Units(string text)
    {
        List<(int Start, int End)> units = [];
        foreach (var range in SentenceSplitter.Split(text))
        {
            int start = range.Start.Value, end = range.End.Value;
            if (units.Count > 0 && LeadingMarks().Match(text[start..end]) is { Success: true, Length: var length } && !Marks().IsMatch(text[units[^1].Start..units[^1].End]))
            {
                units[^1] = (units[^1].Start, start + length);
                start += length;
                while (start < end && char.IsWhiteSpace(text[start]))
                {
                    start++;
                }
            }

            // An opened mark is not yet a sentence: "[1" may become "[12]" of the sentence before.
            if (start == end || units.Count > 0 && OpenMark().IsMatch(text[start..end]))
            {
                continue;
            }

            if (units.Count > 0 && WrittenWords.NeedsNext(Marks().Replace(text[units[^1].Start..units[^1].End], "").Trim()) && end - units[^1].Start < 400)
            {
                units[^1] = (units[^1].Start, end);
            }
            else
            {
                units.Add((start, end));
            }
        }

        return units;
    }

    private static string Blank(string between) => between.Contains('\n', StringComparison.Ordinal) ? between.Count(c => c == '\n') > 1 ? "\n\n" : "\n" : between.Length > 0 ? " " : "";

    [GeneratedRegex(@"\s*\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Marks();

    [GeneratedRegex(@"^(?:\s*\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\])+[.]?", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingMarks();

    [GeneratedRegex(@"^\[[\d\s,;]*$", RegexOptions.CultureInvariant)]
    private static partial Regex OpenMark();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+([.!?,;:])(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex BlankBeforeStop();
}
