using Assistant.Inference.Engine;

namespace Assistant.Inference.Encoders;

/// <summary>Tokenizes no more of a long text than is read.</summary>
internal static class LongText
{
    // Words of more than some dozen letters per token don't exist, so most of a very long text need not be tokenized.
    private const int LettersPerToken = 64;

    /// <summary>All tokens of a text, or more than so many of its first.</summary>
    public static List<int> TokensOf(this LlamaVocabulary vocabulary, string text, int most)
    {
        var letters = (most + 1) * LettersPerToken;
        var tokens = vocabulary.Tokenize(text.Length > letters ? text[..letters] : text);

        // Blanks make no tokens in some vocabularies, and very long words a single one: then the rest counts too.
        return tokens.Count <= most && text.Length > letters ? vocabulary.Tokenize(text) : tokens;
    }
}
