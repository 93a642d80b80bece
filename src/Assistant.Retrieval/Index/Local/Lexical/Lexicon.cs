using System.Collections.Concurrent;

namespace Assistant.Retrieval.Index.Local.Lexical;

/// <summary>Numbers the terms of each language: the same word in two languages is two terms. Grows only; one writer, many readers.</summary>
internal sealed class Lexicon
{
    private readonly ConcurrentDictionary<string, int> _languages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(int Language, string Term), int> _terms = new();

    /// <summary>How many terms there are; numbers run from 0.</summary>
    public int Count { get; private set; }

    /// <summary>How many languages there are; numbers run from 0.</summary>
    public int LanguageCount => _languages.Count;

    /// <summary>The languages by their numbers.</summary>
    public IEnumerable<KeyValuePair<string, int>> Languages => _languages;

    /// <summary>The number of a language, given when it is new. Writer only.</summary>
    public int AddLanguage(string language) => _languages.GetOrAdd(language, _languages.Count);

    /// <summary>Whether a language has a number.</summary>
    public bool Knows(string language) => _languages.ContainsKey(language);

    /// <summary>The number of a term, given when it is new. Writer only.</summary>
    public int Add(int language, string term)
    {
        if (!_terms.TryGetValue((language, term), out var number))
        {
            number = Count++;
            _terms[(language, term)] = number;
        }

        return number;
    }

    /// <summary>The number of a term, or -1 when no passage ever had it.</summary>
    public int Find(int language, string term) => _terms.TryGetValue((language, term), out var number) ? number : -1;
}
