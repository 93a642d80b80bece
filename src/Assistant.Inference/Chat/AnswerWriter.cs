using Assistant.Inference.Engine;
using Microsoft.Extensions.AI;

namespace Assistant.Inference.Chat;

/// <summary>Makes text of tokens as they come, and knows when the answer is over.</summary>
internal sealed class AnswerWriter(LlamaVocabulary vocabulary, HashSet<int> stopTokens, ChatRequest request, Action<string> show)
{
    private readonly Utf8Pieces pieces = new();
    private readonly StopStrings stops = new(request.Stops);

    /// <summary>How many tokens were written, the one that ended the turn not counted.</summary>
    public int Tokens { get; private set; }

    /// <summary>Writes until the model ends its turn, a stop string comes, or there is no more room.</summary>
    public ChatFinishReason Write(IEnumerable<int> tokens)
    {
        foreach (var token in tokens)
        {
            if (stopTokens.Contains(token) || vocabulary.Ends(token))
            {
                Show(stops.Rest());
                return ChatFinishReason.Stop;
            }

            // SentencePiece starts an answer with a space that is part of the word, not of the text.
            var leadingSpaces = Tokens == 0 && vocabulary.IsSentencePiece ? 1 : 0;
            Tokens++;
            Show(stops.Take(pieces.Take(vocabulary.Bytes(token, leadingSpaces))));
            if (stops.Found)
            {
                return ChatFinishReason.Stop;
            }

            if (Tokens == request.MaxTokens)
            {
                break;
            }
        }

        Show(stops.Rest());
        return ChatFinishReason.Length;
    }

    private void Show(string text)
    {
        if (text.Length > 0)
        {
            show(text);
        }
    }
}
