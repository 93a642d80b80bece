using Assistant.Inference.Engine;

namespace Assistant.Inference.Chat;

/// <summary>Makes text of tokens as they come.</summary>
internal sealed class AnswerWriter(LlamaVocabulary vocabulary, IEnumerable<string> stopStrings, Action<string> show)
{
    private readonly Utf8Pieces pieces = new();
    private readonly StopStrings stops = new(stopStrings);
    private bool hasBegun;

    /// <summary>Takes a token and shows what of it can be shown.</summary>
    /// <returns>Whether more may come.</returns>
    public bool Take(int token)
    {
        // SentencePiece starts an answer with a space that is part of the word, not of the text.
        var leadingSpaces = !hasBegun && vocabulary.IsSentencePiece ? 1 : 0;
        hasBegun = true;
        Span<byte> room = stackalloc byte[LlamaVocabulary.LongestUsualToken];
        Show(stops.Take(pieces.Take(vocabulary.Bytes(token, room, leadingSpaces))));
        return !stops.Found;
    }

    /// <summary>Shows what was held back in case it became a stop string.</summary>
    public void Finish() => Show(stops.Rest());

    private void Show(string text)
    {
        if (text.Length > 0)
        {
            show(text);
        }
    }
}
