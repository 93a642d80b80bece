using Assistant.Inference.Engine;
using Assistant.Inference.Formats;

namespace Assistant.Inference.Chat;

/// <summary>Turns the segments of a rendered conversation into tokens.</summary>
internal static class PromptTokens
{
    /// <summary>The tokens: control segments by the name of their token, all others as text in which nothing is special.</summary>
    /// <exception cref="LocalModelException">The format names a control token that the vocabulary lacks.</exception>
    public static List<int> Of(IReadOnlyList<ChatSegment> segments, LlamaVocabulary vocabulary, ChatFormat format)
    {
        List<int> tokens = [];
        foreach (var segment in segments)
        {
            if (!segment.IsControl)
            {
                tokens.AddRange(vocabulary.Tokenize(segment.Text));
            }
            else if (vocabulary.IdOf(segment.Text) is { } id)
            {
                tokens.Add(id);
            }
            else
            {
                throw new LocalModelException(
                    $"The chat format '{format.Name}' needs the token '{segment.Text}', which the model's vocabulary lacks. "
                    + $"Set {LocalModelsOptions.Section}:{nameof(LocalModelsOptions.ChatFormat)} to the format that the model was trained with.");
            }
        }

        return tokens;
    }

    /// <summary>The tokens that end the assistant's turn: those of the format, and those that the vocabulary itself marks.</summary>
    public static HashSet<int> Ends(LlamaVocabulary vocabulary, ChatFormat format)
    {
        HashSet<int> ends = [.. format.StopTokens.Select(vocabulary.IdOf).OfType<int>()];
        for (var token = 0; token < vocabulary.Count; token++)
        {
            if (vocabulary.Ends(token))
            {
                ends.Add(token);
            }
        }

        return ends;
    }
}
