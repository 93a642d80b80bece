namespace Assistant.Retrieval.Words;

/// <summary>Porter's stemmer for English, in place.</summary>
/// <remarks>The algorithm of M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980); words under three letters stay as they are.</remarks>
internal static class PorterStemmer
{
    private static readonly (string Suffix, string Stem)[] DoubleSuffixes =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"), ("alli", "al"),
        ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"),
        ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
    ];

    private static readonly (string Suffix, string Stem)[] SingleSuffixes =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    // Longest first among those that end alike ("ement" before "ment" before "ent"): only the longest match counts.
    private static readonly string[] LastSuffixes =
    [
        "ement", "ment", "ance", "ence", "able", "ible", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "al", "er", "ic", "ou",
    ];

    /// <summary>Stems a word in lower case.</summary>
    /// <returns>The length of the stem, which is at the start of the span.</returns>
    public static int Stem(Span<char> word)
    {
        if (word.Length < 3)
        {
            return word.Length;
        }

        var length = Plurals(word);
        length = PastAndProgressive(word, length);
        if (word[length - 1] == 'y' && HasVowel(word[..(length - 1)]))
        {
            word[length - 1] = 'i';
        }

        length = Replace(word, length, DoubleSuffixes);
        length = Replace(word, length, SingleSuffixes);
        length = DropLastSuffix(word, length);
        return TidyUp(word, length);
    }

    private static int Plurals(Span<char> word)
    {
        if (word[^1] != 's')
        {
            return word.Length;
        }

        if (word.EndsWith("sses") || word.EndsWith("ies"))
        {
            return word.Length - 2;
        }

        return word[^2] == 's' ? word.Length : word.Length - 1;
    }

    private static int PastAndProgressive(Span<char> word, int length)
    {
        var stem = word[..length];
        if (stem.EndsWith("eed"))
        {
            return Measure(stem[..^3]) > 0 ? length - 1 : length;
        }

        var cut = stem.EndsWith("ed") ? 2 : stem.EndsWith("ing") ? 3 : 0;
        if (cut == 0 || !HasVowel(stem[..^cut]))
        {
            return length;
        }

        length -= cut;
        stem = word[..length];
        if (stem.EndsWith("at") || stem.EndsWith("bl") || stem.EndsWith("iz"))
        {
            word[length] = 'e';
            return length + 1;
        }

        if (EndsDoubled(stem))
        {
            return stem[^1] is 'l' or 's' or 'z' ? length : length - 1;
        }

        if (Measure(stem) == 1 && EndsShort(stem))
        {
            word[length] = 'e';
            return length + 1;
        }

        return length;
    }

    private static int Replace(Span<char> word, int length, (string Suffix, string Stem)[] rules)
    {
        var text = word[..length];
        foreach (var (suffix, stem) in rules)
        {
            if (!text.EndsWith(suffix))
            {
                continue;
            }

            if (Measure(text[..^suffix.Length]) == 0)
            {
                return length;
            }

            stem.CopyTo(word[(length - suffix.Length)..]);
            return length - suffix.Length + stem.Length;
        }

        return length;
    }

    private static int DropLastSuffix(Span<char> word, int length)
    {
        var text = word[..length];
        foreach (var suffix in LastSuffixes)
        {
            if (!text.EndsWith(suffix))
            {
                continue;
            }

            var stem = text[..^suffix.Length];
            var keeps = Measure(stem) < 2 || (suffix == "ion" && stem[^1] is not ('s' or 't'));
            return keeps ? length : stem.Length;
        }

        return length;
    }

    private static int TidyUp(Span<char> word, int length)
    {
        if (word[length - 1] == 'e')
        {
            var stem = word[..(length - 1)];
            var measure = Measure(stem);
            if (measure > 1 || (measure == 1 && !EndsShort(stem)))
            {
                length--;
            }
        }

        var text = word[..length];
        return text[^1] == 'l' && EndsDoubled(text) && Measure(text[..^1]) > 1 ? length - 1 : length;
    }

    // How often a run of vowels is followed by a run of consonants: the paper's m.
    private static int Measure(ReadOnlySpan<char> stem)
    {
        var count = 0;
        var afterVowel = false;
        var consonant = false;
        for (var at = 0; at < stem.Length; at++)
        {
            consonant = IsConsonant(stem[at], at == 0, consonant);
            count += afterVowel && consonant ? 1 : 0;
            afterVowel = !consonant;
        }

        return count;
    }

    private static bool HasVowel(ReadOnlySpan<char> stem)
    {
        var consonant = false;
        for (var at = 0; at < stem.Length; at++)
        {
            consonant = IsConsonant(stem[at], at == 0, consonant);
            if (!consonant)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsConsonant(char letter, bool first, bool afterConsonant) => letter switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => first || !afterConsonant,
        _ => true,
    };

    private static bool IsConsonantAt(ReadOnlySpan<char> stem, int at)
    {
        var consonant = false;
        for (var place = 0; place <= at; place++)
        {
            consonant = IsConsonant(stem[place], place == 0, consonant);
        }

        return consonant;
    }

    private static bool EndsDoubled(ReadOnlySpan<char> stem) =>
        stem.Length > 1 && stem[^1] == stem[^2] && IsConsonantAt(stem, stem.Length - 1);

    // consonant, vowel, consonant, the last not w, x or y: the paper's *o.
    private static bool EndsShort(ReadOnlySpan<char> stem) =>
        stem.Length > 2 && stem[^1] is not ('w' or 'x' or 'y')
        && IsConsonantAt(stem, stem.Length - 1) && !IsConsonantAt(stem, stem.Length - 2) && IsConsonantAt(stem, stem.Length - 3);
}
