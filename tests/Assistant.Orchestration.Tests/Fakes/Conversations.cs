using Assistant.Core;

namespace Assistant.Orchestration.Tests.Fakes;

internal sealed class Conversations : IConversationStore
{
    private readonly List<(string Id, string Owner, ConversationTurn Turn)> _turns = [];

    public IReadOnlyList<ConversationTurn> Turns => [.. _turns.Select(item => item.Turn)];

    public IReadOnlyList<string> Owners => [.. _turns.Select(item => item.Owner)];

    public Exception? Breaks { get; init; }

    public Task<IReadOnlyList<ConversationTurn>> LastTurnsAsync(string conversationId, string owner, int count, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ConversationTurn>>([.. _turns.Where(item => item.Id == conversationId && item.Owner == owner).Select(item => item.Turn).TakeLast(count)]);

    public Task AppendAsync(string conversationId, string owner, ConversationTurn turn, CancellationToken cancellationToken)
    {
        if (Breaks is not null)
        {
            return Task.FromException(Breaks);
        }

        if (_turns.Any(item => item.Id == conversationId && item.Owner != owner))
        {
            return Task.FromException(new AssistantException("unknown_conversation", "There is no such conversation."));
        }

        _turns.Add((conversationId, owner, turn));
        return Task.CompletedTask;
    }
}
