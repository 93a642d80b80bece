using Assistant.Core.Text;

namespace Assistant.Ingestion.Chunking;

/// <summary>The language of passages: the document's, but for a passage in another script.</summary>
/// <remarks>A passage alone is too short to tell languages of one script apart; the document is not.</remarks>
internal sealed class PassageLanguage(string text)
{
    private readonly string document = LanguageGuess.Of(text);

    /// <summary>The language of one passage of the document.</summary>
    public string Of(ReadOnlySpan<char> passage)
    {
        var isPlainLatin = passage.IndexOfAnyExceptInRange('\0', '\u024F') < 0;
        if (isPlainLatin && ScriptOf(document) == Script.Latin)
        {
            return document;
        }

        var guess = LanguageGuess.Of(passage);
        return guess == LanguageGuess.Unknown || ScriptOf(guess) == ScriptOf(document) ? document : guess;
    }

    private static Script ScriptOf(string language) => language switch
    {
        "ru" or "uk" => Script.Cyrillic,
        "ar" or "fa" => Script.Arabic,
        "zh" or "ja" => Script.Han,
        "ko" => Script.Hangul,
        "el" => Script.Greek,
        "he" => Script.Hebrew,
        "hi" => Script.Devanagari,
        "th" => Script.Thai,
        LanguageGuess.Unknown => Script.Unknown,
        _ => Script.Latin,
    };

    private enum Script
    {
        Unknown,
        Latin,
        Cyrillic,
        Arabic,
        Han,
        Hangul,
        Greek,
        Hebrew,
        Devanagari,
        Thai,
    }
}
