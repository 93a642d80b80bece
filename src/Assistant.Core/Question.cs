namespace Assistant.Core;

/// <summary>What someone asks, and on whose behalf: access is decided from <see cref="Asker"/>, never from the text.</summary>
/// <param name="Text">The question as typed.</param>
/// <param name="Asker">Who asks.</param>
public sealed record Question(string Text, Asker Asker)
{
    /// <summary>The longest question that is taken, in UTF-16 units. A longer one is refused, not cut.</summary>
    public const int MaxLength = 8_000;

    /// <summary>The conversation that the question is part of, or null for a question by itself.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Only these collections; empty for all that the asker may read.</summary>
    public IReadOnlyList<string> Collections { get; init; } = [];

    /// <summary>Only documents with these tags; empty for no such filter.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Tags { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The user's turns before this one, oldest first; filled from the conversation where there is one.</summary>
    public IReadOnlyList<string> EarlierTurns { get; init; } = [];

    /// <summary>The model to answer with: null for the configured one, <c>extractive</c> for quoted sentences only.</summary>
    public string? Model { get; init; }
}
