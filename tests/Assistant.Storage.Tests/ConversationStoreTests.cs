using Assistant.Core;

namespace Assistant.Storage.Tests;

public sealed class ConversationStoreTests : IDisposable
{
    private readonly TempFolder folder = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_last_turns_come_oldest_first()
    {
        await using HomeFixture home = new(folder.Path);
        foreach (var ending in Enum.GetValues<AnswerEnding>())
        {
            await home.Conversations.AppendAsync("c", "user:ann", Turn($"{ending}?", ending), Cancel);
        }

        var turns = await home.Conversations.LastTurnsAsync("c", "user:ann", 2, Cancel);

        Assert.Equal([Turn("Declined?", AnswerEnding.Declined), Turn("Failed?", AnswerEnding.Failed)], turns);
        Assert.Equal(Enum.GetValues<AnswerEnding>(), (await home.Conversations.LastTurnsAsync("c", "user:ann", 100, Cancel)).Select(turn => turn.Ending));
        Assert.Empty(await home.Conversations.LastTurnsAsync("c", "user:ann", 0, Cancel));
    }

    [Fact]
    public async Task Another_owner_neither_reads_nor_writes()
    {
        await using HomeFixture home = new(folder.Path);
        await home.Conversations.AppendAsync("c", "user:ann", Turn("Mine?"), Cancel);

        var refused = await Assert.ThrowsAsync<AssistantException>(() => home.Conversations.AppendAsync("c", "user:bob", Turn("Yours?"), Cancel));

        Assert.Equal("unknown_conversation", refused.Code);
        Assert.Empty(await home.Conversations.LastTurnsAsync("c", "user:bob", 10, Cancel));
        Assert.Empty(await home.Conversations.LastTurnsAsync("unknown", "user:ann", 10, Cancel));
        Assert.Single(await home.Conversations.LastTurnsAsync("c", "user:ann", 10, Cancel));
    }

    [Fact]
    public async Task Turns_of_two_processes_at_once_all_get_their_place()
    {
        await using HomeFixture one = new(folder.Path), two = new(folder.Path);
        await one.Schema.OpenAsync(Cancel);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 40),
            Cancel,
            async (number, cancellationToken) => await (number % 2 == 0 ? one : two).Conversations.AppendAsync("c", "o", Turn($"{number}"), cancellationToken));

        var turns = await one.Conversations.LastTurnsAsync("c", "o", 100, Cancel);
        Assert.Equal(Enumerable.Range(0, 40).Select(number => $"{number}").Order(StringComparer.Ordinal), turns.Select(turn => turn.Question).Order(StringComparer.Ordinal));
    }

    private static ConversationTurn Turn(string question, AnswerEnding ending = AnswerEnding.Grounded) =>
        new(question, "Antwort für 😀 [1].", ending, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123));
}
