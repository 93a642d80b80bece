using Assistant.Core;
using Assistant.Storage.Homes;
using Microsoft.EntityFrameworkCore;

namespace Assistant.Storage.Conversations;

/// <summary>Conversations in the home's database. Whoever is not the owner learns nothing, not even that a conversation exists.</summary>
internal sealed class ConversationStore(HomeDatabase database) : IConversationStore
{
    public async Task<IReadOnlyList<ConversationTurn>> LastTurnsAsync(string conversationId, string owner, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversationId);
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var rows = await database.RunAsync(
            (HomeContext context) => context.Turns.AsNoTracking()
                .Where(turn => turn.ConversationId == conversationId && context.Conversations.Any(owned => owned.Id == conversationId && owned.Owner == owner))
                .OrderByDescending(turn => turn.Ordinal)
                .Take(count)
                .ToListAsync(cancellationToken),
            cancellationToken);
        rows.Reverse();
        return [.. rows.Select(row => new ConversationTurn(row.Question, row.Answer, EndingOf(row.Ending), DateTimeOffset.FromUnixTimeMilliseconds(row.At)))];
    }

    public async Task AppendAsync(string conversationId, string owner, ConversationTurn turn, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(conversationId);
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentNullException.ThrowIfNull(turn);
        await database.RunAsync(
            async (HomeContext context) =>
            {
                // Takes the write lock first, so that two turns at once get two ordinals.
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                var conversation = await context.Conversations.AsNoTracking().FirstOrDefaultAsync(row => row.Id == conversationId, cancellationToken);
                if (conversation is null)
                {
                    context.Conversations.Add(new() { Id = conversationId, Owner = owner, CreatedAt = turn.At.ToUnixTimeMilliseconds() });
                }
                else if (!string.Equals(conversation.Owner, owner, StringComparison.Ordinal))
                {
                    throw new AssistantException("unknown_conversation", "There is no such conversation.", "Start a new one.");
                }

                var last = await context.Turns.Where(row => row.ConversationId == conversationId).MaxAsync(row => (int?)row.Ordinal, cancellationToken);
                context.Turns.Add(new()
                {
                    ConversationId = conversationId,
                    Ordinal = (last ?? -1) + 1,
                    Question = turn.Question,
                    Answer = turn.Answer,
                    Ending = NameOf(turn.Ending),
                    At = turn.At.ToUnixTimeMilliseconds(),
                });
                await context.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private static string NameOf(AnswerEnding ending) => ending switch
    {
        AnswerEnding.Grounded => "grounded",
        AnswerEnding.Extracted => "extracted",
        AnswerEnding.NotFound => "not_found",
        AnswerEnding.Acted => "acted",
        AnswerEnding.Declined => "declined",
        AnswerEnding.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, "Unknown ending."),
    };

    private static AnswerEnding EndingOf(string name) =>
        Enum.GetValues<AnswerEnding>().First(ending => string.Equals(NameOf(ending), name, StringComparison.Ordinal));
}
