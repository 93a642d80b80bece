using System.Buffers;
using System.Collections.Frozen;

namespace Assistant.Core.Text;

/// <summary>Guesses the language of a text: by script, and where several languages share one, by their commonest words and letters.</summary>
/// <remarks>Meant for choosing a stemmer and for telling whether an embedder knows the language; not a language identifier for its own sake.</remarks>
public static class LanguageGuess
{
    /// <summary>What is returned when the text does not tell.</summary>
    public const string Unknown = "und";

    // More of a document adds nothing to the guess: the shares of function words are stable after a few hundred words.
    private const int LettersRead = 8_000;

    private static readonly SearchValues<char> Ukrainian = SearchValues.Create("іїєґІЇЄҐ");
    private static readonly SearchValues<char> Persian = SearchValues.Create("پچژگ");

    private static readonly (string Language, string Words)[] LatinWords =
    [
        ("en", "the of and to in is that for it with as are on was be this by from at or an have not which what how when who where can do does i my you we they if will would should there their has were been about our your why did"),
        ("de", "der die das und ist nicht ein eine einen einem einer von zu mit den dem des auf für im sich auch als an werden wird wurde oder wie was wer wo wann welche welcher welches wieviel ich wir sie es bei nach sind hat haben kann aus zum zur über durch"),
        ("es", "el los las de que y en un una por con para del se es no su al lo como más pero sus este esta qué cuál cuándo dónde quién cómo cuántos cuántas fue son ha está entre sobre también"),
        ("fr", "le la les de des et est un une du que qui dans en pour pas sur au avec ce cette il elle sont par plus ne se ou où quand comment quel quelle combien nous vous je aux été leur"),
        ("it", "il lo gli di che e è un una per con del della non si da sono al nel alla dei delle come più quale quando dove chi quanto cosa anche ha questo questa"),
        ("pt", "o os as de que e em um uma para com do da não no na por se mais dos das como ao é foi são qual quando onde quem quanto você também pelo pela"),
        ("nl", "de het een en van in is dat op te zijn met voor niet aan er om ook als bij naar door wat wie waar wanneer hoe welke kan wordt werd heeft deze dit maar"),
        ("ro", "și de în la cu pe este nu un o care să din pentru mai ce au fost sunt prin al ale cel lui sau cum când unde cine cât după această acest"),
        ("tr", "ve bir bu için ile de da ne olarak en daha çok gibi olan var kadar sonra ya mi mı mu nasıl kim nerede hangi kaç değil olduğu tarafından"),
        ("vi", "và của là có trong được cho một các những với không người này khi đã từ đến về như nào gì ở tại"),
        ("sv", "och att det är som en ett på av för med den till inte om de har var från kan vad hur när vilken vilka eller"),
        ("da", "og at det er som en et på af for med den til ikke om de har var fra kan hvad hvordan hvornår hvilken eller"),
        ("pl", "i w na z się nie do to jest że o jak co po dla od przez są czy kto gdzie kiedy które który która oraz"),
    ];

    private static readonly FrozenDictionary<string, string[]> LanguagesOfWord = LatinWords
        .SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Language)))
        .GroupBy(pair => pair.word, pair => pair.Language, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.Distinct().ToArray(), StringComparer.Ordinal);

    /// <summary>The two-letter code of the language, or <c>und</c>.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        Span<int> letters = stackalloc int[(int)Script.Count];
        var seen = 0;
        foreach (var unit in text)
        {
            if (!char.IsLetter(unit))
            {
                continue;
            }

            letters[(int)ScriptOf(unit)]++;
            if (++seen == LettersRead)
            {
                break;
            }
        }

        if (seen == 0)
        {
            return Unknown;
        }

        var script = Script.Latin;
        for (var other = 0; other < (int)Script.Count; other++)
        {
            // An ideogram stands for a word, a Latin letter for a fifth of one.
            var weight = other is (int)Script.Han or (int)Script.Kana or (int)Script.Hangul ? 3 : 1;
            if (letters[other] * weight > letters[(int)script])
            {
                script = (Script)other;
            }
        }

        return script switch
        {
            Script.Latin => LatinLanguage(text),
            Script.Cyrillic => text.ContainsAny(Ukrainian) ? "uk" : "ru",
            Script.Arabic => text.ContainsAny(Persian) ? "fa" : "ar",
            Script.Han => letters[(int)Script.Kana] * 20 > letters[(int)Script.Han] ? "ja" : "zh",
            Script.Kana => "ja",
            Script.Hangul => "ko",
            Script.Greek => "el",
            Script.Hebrew => "he",
            Script.Devanagari => "hi",
            Script.Thai => "th",
            _ => Unknown,
        };
    }

    private static string LatinLanguage(ReadOnlySpan<char> text)
    {
        Dictionary<string, double> votes = new(StringComparer.Ordinal);
        var words = 0;
        var lookup = LanguagesOfWord.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> word = stackalloc char[24];
        for (var start = 0; start < text.Length && words < 2_000;)
        {
            if (!char.IsLetter(text[start]))
            {
                start++;
                continue;
            }

            var end = start;
            while (end < text.Length && char.IsLetter(text[end]))
            {
                end++;
            }

            words++;
            if (end - start <= word.Length)
            {
                var length = text[start..end].ToLowerInvariant(word);
                if (lookup.TryGetValue(word[..length], out var languages))
                {
                    foreach (var language in languages)
                    {
                        votes[language] = votes.GetValueOrDefault(language) + (1d / languages.Length);
                    }
                }
            }

            start = end;
        }

        if (votes.Count == 0)
        {
            return Unknown;
        }

        var ranked = votes.OrderByDescending(vote => vote.Value).ThenBy(vote => vote.Key, StringComparer.Ordinal).ToArray();
        var tied = ranked.Length > 1 && ranked[0].Value - ranked[1].Value < 1e-9;
        return tied ? Unknown : ranked[0].Key;
    }

    private static Script ScriptOf(char unit) => unit switch
    {
        < '\u0250' => Script.Latin,
        >= '\u1E00' and <= '\u1EFF' => Script.Latin,
        >= '\u0370' and <= '\u03FF' or >= '\u1F00' and <= '\u1FFF' => Script.Greek,
        >= '\u0400' and <= '\u052F' => Script.Cyrillic,
        >= '\u0590' and <= '\u05FF' => Script.Hebrew,
        >= '\u0600' and <= '\u06FF' or >= '\uFB50' and <= '\uFEFC' => Script.Arabic,
        >= '\u0900' and <= '\u097F' => Script.Devanagari,
        >= '\u0E00' and <= '\u0E7F' => Script.Thai,
        >= '\u3040' and <= '\u30FF' => Script.Kana,
        >= '\u3400' and <= '\u9FFF' => Script.Han,
        >= '\uAC00' and <= '\uD7A3' => Script.Hangul,
        _ => Script.Other,
    };

    private enum Script
    {
        Latin,
        Greek,
        Cyrillic,
        Hebrew,
        Arabic,
        Devanagari,
        Thai,
        Kana,
        Han,
        Hangul,
        Other,
        Count,
    }
}
