using Microsoft.Extensions.AI;

namespace Assistant.Inference.Formats;

/// <summary>How one model family wants a conversation written. Stateless; safe from many threads.</summary>
internal abstract class ChatFormat(string name, IReadOnlyList<string> controlTokens, IReadOnlyList<string> stopTokens)
{
    /// <summary>The name by which a person chooses the format.</summary>
    public string Name { get; } = name;

    /// <summary>The control tokens that end the assistant's turn, by name. A vocabulary need not have all of them.</summary>
    public IReadOnlyList<string> StopTokens { get; } = stopTokens;

    /// <summary>Whether the family has a form of its own for tools, their calls and results.</summary>
    public virtual bool CarriesTools => false;

    /// <summary>
    /// Writes the whole prompt, the begin token included where the family has one, so that nothing is to be added to it.
    /// Control segments are token names to be looked up in the vocabulary.
    /// </summary>
    /// <exception cref="ChatFormatException">The family's own implementation refuses such a conversation.</exception>
    public IReadOnlyList<ChatSegment> Render(IReadOnlyList<ChatMessage> messages, ChatRendering options)
    {
        var turns = ChatTurn.Read(messages);
        if (turns.Count == 0)
        {
            throw new ChatFormatException("There are no messages.");
        }

        if (options.ContinueLast && turns[^1] is not { Role: TurnRole.Assistant, Calls.Count: 0, Text.Length: > 0 })
        {
            throw new ChatFormatException("Only a text of the assistant can be continued: the last message is something else.");
        }

        SegmentWriter writer = new(controlTokens);
        Write(writer, turns, options);
        return writer.Finish();
    }

    /// <summary>Writes the turns, of which there is at least one.</summary>
    protected abstract void Write(SegmentWriter writer, IReadOnlyList<ChatTurn> turns, ChatRendering options);

    /// <summary>Whether this turn is the one that is to be continued.</summary>
    protected static bool IsContinued(IReadOnlyList<ChatTurn> turns, int index, ChatRendering options) =>
        options.ContinueLast && index == turns.Count - 1;
}
