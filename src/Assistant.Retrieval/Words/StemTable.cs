using System.Collections.Concurrent;

namespace Assistant.Retrieval.Words;

/// <summary>Remembers the stems of words, so that a word is stemmed once and its term is one string.</summary>
internal sealed class StemTable(Func<string, string> stem)
{
    // A corpus of 100,000 English passages has some 200,000 different words, but its 50,000 commonest make up over 98 % of the text.
    private const int MaxWords = 50_000;

    private readonly ConcurrentDictionary<string, string> _stems = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The stem of a word in lower case.</summary>
    public string Of(ReadOnlySpan<char> word)
    {
        if (_stems.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var known))
        {
            return known;
        }

        var text = word.ToString();
        var stemmed = stem(text);
        if (_count < MaxWords && _stems.TryAdd(text, stemmed))
        {
            Interlocked.Increment(ref _count);
        }

        return stemmed;
    }
}
