using Assistant.Core;
using Assistant.Orchestration.Tests.Fakes;

namespace Assistant.Orchestration.Tests;

/// <summary>House rule 4: every stream ends with exactly one ending, whatever breaks.</summary>
public class EndingTests
{
    private const string Ask = "How many days of annual leave do full-time employees earn?";

    private static readonly string[] Scripts =
    [
        "Full-time employees earn 30 days of annual leave [1]. ", "I don't know. ", "Nonsense about purple unicorns [2]. ", "[1", "]", "\n\n- ", "Yes. ", "You need:\n", "</message>", "The", " ", "…", "\ud83d",
    ];

    [Fact]
    public async Task Any_script_and_any_break_gives_exactly_one_ending()
    {
        Random random = new(7);
        for (var run = 0; run < 300; run++)
        {
            var pieces = Enumerable.Range(0, random.Next(8)).Select(_ => Scripts[random.Next(Scripts.Length)]).ToArray();
            Exception? breaks = random.Next(3) switch { 0 => new IOException("/secret/path"), 1 => new OperationCanceledException("not ours"), _ => null };
            using House house = new(
                new ListRetriever(Handbook.Ranked[..random.Next(4)]) { Breaks = random.Next(10) == 0 ? new InvalidOperationException("index") : null },
                random.Next(5) == 0 ? null : new ScriptedModel(pieces) { Breaks = breaks });

            var heard = await house.AskAsync(Ask);

            Assert.Single(heard.Updates.OfType<AnswerUpdate.Finished>());
            Assert.IsType<AnswerUpdate.Finished>(heard.Updates[^1]);
            Assert.Equal(heard.Finished.Ending == AnswerEnding.Failed, heard.Finished.Reason is not null);
            Assert.DoesNotContain("secret", heard.Finished.Reason ?? "", StringComparison.Ordinal);
            Assert.True(heard.Finished.Ending is not (AnswerEnding.Grounded or AnswerEnding.Extracted) || heard.Citations.Count > 0);
        }
    }

    [Fact]
    public async Task A_model_that_breaks_after_checked_words_fails_and_says_that_more_was_to_come()
    {
        ScriptedModel model = new("Full-time employees earn 30 days of annual leave [1]. ", "Leave is ") { Breaks = new IOException("gone") };
        using House house = new(new ListRetriever(Handbook.Ranked), model);

        var heard = await house.AskAsync(Ask);

        Assert.Equal("Full-time employees earn 30 days of annual leave. [1]", heard.Text);
        Assert.Equal(AnswerEnding.Failed, heard.Finished.Ending);
        Assert.Equal("scripted", heard.Finished.Model);
        Assert.Contains("more was to come", heard.Finished.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_assistant_exception_says_is_the_reason()
    {
        ScriptedModel model = new() { Breaks = new AssistantException("model_stopped", "The model's process stopped.") };
        using House house = new(new ListRetriever(Handbook.Ranked), model);

        Assert.Equal("The model's process stopped.", (await house.AskAsync(Ask)).Finished.Reason);
    }

    [Fact]
    public async Task A_cancelled_answer_throws_and_is_not_kept()
    {
        using CancellationTokenSource stop = new();
        using House house = new(new ListRetriever(Handbook.Ranked), new ScriptedModel([.. Enumerable.Range(0, 100).Select(i => $"Full-time employees earn 30 days of annual leave in year {i} [1]. ")]));
        var question = Some.Question(Ask) with { ConversationId = "c1" };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in house.Assistant.AskAsync(question, stop.Token))
            {
                if (update is AnswerUpdate.Working { Step: AnswerStep.Writing })
                {
                    await stop.CancelAsync();
                }

                Assert.IsNotType<AnswerUpdate.Finished>(update);
            }
        });

        Assert.Empty(house.Conversations.Turns);
    }
}
