namespace Assistant.Core;

/// <summary>Keeps what was asked and answered, turn by turn.</summary>
public interface IConversationStore
{
    /// <summary>The last turns of a conversation, oldest first; empty when it is unknown or belongs to another owner.</summary>
    Task<IReadOnlyList<ConversationTurn>> LastTurnsAsync(string conversationId, string owner, int count, CancellationToken cancellationToken);

    /// <summary>Adds a turn; the first one makes the conversation and its owner.</summary>
    /// <exception cref="AssistantException">The conversation belongs to another owner (<c>unknown_conversation</c>).</exception>
    Task AppendAsync(string conversationId, string owner, ConversationTurn turn, CancellationToken cancellationToken);
}

/// <summary>One question and its answer.</summary>
/// <param name="Question">The question as typed.</param>
/// <param name="Answer">The answer as shown, citation marks included.</param>
/// <param name="Ending">How it ended.</param>
/// <param name="At">When it was asked.</param>
public sealed record ConversationTurn(string Question, string Answer, AnswerEnding Ending, DateTimeOffset At);
