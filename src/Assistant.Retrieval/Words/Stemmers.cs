using System.Collections.Concurrent;
using System.Collections.Frozen;
using Lucene.Net.Analysis.Ar;
using Lucene.Net.Analysis.El;
using Lucene.Net.Tartarus.Snowball;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace Assistant.Retrieval.Words;

/// <summary>Which stemmer a word gets: its script decides where it can, the language of the text decides among those that share a script.</summary>
internal static class Stemmers
{
    /// <summary>The key under which words stay as they are.</summary>
    public const string None = "";

    private static readonly FrozenDictionary<string, Func<SnowballProgram>> Latin = new Dictionary<string, Func<SnowballProgram>>
    {
        ["de"] = () => new GermanStemmer(),
        ["es"] = () => new SpanishStemmer(),
        ["fr"] = () => new FrenchStemmer(),
        ["it"] = () => new ItalianStemmer(),
        ["pt"] = () => new PortugueseStemmer(),
        ["nl"] = () => new DutchStemmer(),
        ["sv"] = () => new SwedishStemmer(),
        ["da"] = () => new DanishStemmer(),
        ["no"] = () => new NorwegianStemmer(),
        ["fi"] = () => new FinnishStemmer(),
        ["hu"] = () => new HungarianStemmer(),
        ["ro"] = () => new RomanianStemmer(),
        ["tr"] = () => new TurkishStemmer(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The key of the stemmer for words of this script in a text of this language.</summary>
    public static string KeyFor(LetterClass script, string language) => script switch
    {
        LetterClass.Latin => language == "en" || Latin.ContainsKey(language) ? language : None,
        LetterClass.Cyrillic => language is "uk" or "bg" or "sr" or "be" or "mk" or "kk" ? None : "ru",
        LetterClass.Greek => "el",
        LetterClass.Arabic => language is "fa" or "ur" ? None : "ar",
        _ => None,
    };

    /// <summary>Makes the function that stems words in lower case, safe for many threads.</summary>
    public static Func<string, string> Create(string key) => key switch
    {
        None => static word => word,
        "en" => static word => English(word),
        "el" => static word => Greek(word),
        "ar" => static word => Arabic(word),
        "ru" => Pooled(static () => new RussianStemmer(), static word => word),

        // The stemmer was written for the letters with a cedilla; today's Romanian is written with a comma below.
        "ro" => Pooled(Latin[key], static word => word.Replace('ș', 'ş').Replace('ț', 'ţ')),
        _ => Pooled(Latin[key], static word => word),
    };

    private static string English(string word)
    {
        Span<char> buffer = stackalloc char[TextAnalyzer.MaxWordLength];
        word.CopyTo(buffer);
        var length = PorterStemmer.Stem(buffer[..word.Length]);
        return buffer[..length].SequenceEqual(word) ? word : new(buffer[..length]);
    }

    private static string Arabic(string word)
    {
        var buffer = word.ToCharArray();
        var length = new ArabicNormalizer().Normalize(buffer, buffer.Length);
        length = new ArabicStemmer().Stem(buffer, length);
        return length == 0 ? word : new(buffer, 0, length);
    }

    private static string Greek(string word)
    {
        var buffer = word.ToCharArray();
        for (var at = 0; at < buffer.Length; at++)
        {
            // The stemmer knows plain lower-case letters only.
            // Half of a pair, from a word that mixes scripts, has no form of its own.
            buffer[at] = buffer[at] == 'ς' ? 'σ' : char.IsSurrogate(buffer[at]) ? buffer[at] : buffer[at].ToString().Normalize(System.Text.NormalizationForm.FormD)[0];
        }

        var length = new GreekStemmer().Stem(buffer, buffer.Length);
        return length == 0 ? word : new(buffer, 0, length);
    }

    // A Snowball program keeps the word it works on in itself, so no two threads may share one.
    private static Func<string, string> Pooled(Func<SnowballProgram> create, Func<string, string> prepare)
    {
        ConcurrentBag<SnowballProgram> idle = [];
        return word =>
        {
            var program = idle.TryTake(out var one) ? one : create();
            program.SetCurrent(prepare(word));
            program.Stem();
            var stem = program.Current;
            idle.Add(program);
            return stem.Length == 0 ? word : stem;
        };
    }
}
