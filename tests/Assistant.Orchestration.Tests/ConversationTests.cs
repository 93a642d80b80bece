using Assistant.Core;
using Assistant.Orchestration.Tests.Fakes;

namespace Assistant.Orchestration.Tests;

public class ConversationTests
{
    private static readonly Asker Ann = Asker.With("user:ann");

    private static Question Turn(string text, Asker asker) => new(text, asker) { ConversationId = "c1" };

    [Fact]
    public async Task Turns_are_kept_with_their_marks_and_help_the_next_question()
    {
        ListRetriever retriever = new(Handbook.Ranked);
        using House house = new(retriever, new ScriptedModel("Full-time employees earn 30 days of annual leave [1]."));

        await house.AskAsync(Turn("How many days of annual leave do full-time employees earn?", Ann));
        await house.AskAsync(Turn("And how many may be carried over?", Ann));

        Assert.Equal(["How many days of annual leave do full-time employees earn?"], retriever.Asked!.EarlierTurns);
        Assert.Equal("Full-time employees earn 30 days of annual leave. [1]", house.Conversations.Turns[0].Answer);
        Assert.Equal((AnswerEnding.Grounded, house.Time.GetUtcNow()), (house.Conversations.Turns[0].Ending, house.Conversations.Turns[0].At));
        Assert.Equal(["everyone user:ann", "everyone user:ann"], house.Conversations.Owners);
    }

    [Fact]
    public async Task The_model_can_tell_askers_apart_and_is_told_no_name()
    {
        var anns = await SignAsync(Turn("How many days of leave?", Ann));
        var bobs = await SignAsync(Turn("How many days of leave?", Asker.With("user:bob")));

        Assert.Equal(anns, await SignAsync(new("And how many days of annual leave?", Ann)));
        Assert.NotEqual(anns, bobs);
        Assert.DoesNotContain("ann", anns, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task People_of_whom_nothing_is_known_are_told_apart_by_their_conversations()
    {
        var first = await SignAsync(Turn("How many days of leave?", Asker.Anonymous));

        Assert.NotNull(first);
        Assert.NotEqual(first, await SignAsync(new("How many days of leave?", Asker.Anonymous) { ConversationId = "c2" }));
        Assert.Null(await SignAsync(new("How many days of leave?", Asker.Anonymous)));
    }

    [Fact]
    public async Task A_question_that_found_nothing_is_kept_too()
    {
        using House house = new(new ListRetriever());

        await house.AskAsync(Turn("Who won?", Asker.Operator));

        Assert.Equal(AnswerEnding.NotFound, Assert.Single(house.Conversations.Turns).Ending);
        Assert.Equal("operator", house.Conversations.Owners[0]);
    }

    [Fact]
    public async Task Somebody_elses_conversation_gives_no_turns_and_takes_none()
    {
        ListRetriever retriever = new(Handbook.Ranked);
        using House house = new(retriever);
        await house.AskAsync(Turn("How many days of annual leave do employees earn?", Ann));

        var heard = await house.AskAsync(Turn("How many days of annual leave do employees earn?", Asker.With("user:bo")));

        Assert.Empty(retriever.Asked!.EarlierTurns);
        Assert.Equal((AnswerEnding.Failed, "There is no such conversation."), (heard.Finished.Ending, heard.Finished.Reason));
        Assert.Single(house.Conversations.Turns);
    }

    [Fact]
    public async Task An_answer_stays_an_answer_when_only_its_memory_fails()
    {
        using House house = new(new ListRetriever(Handbook.Ranked), conversations: new() { Breaks = new IOException("disk full") });

        Assert.Equal(AnswerEnding.Extracted, (await house.AskAsync(Turn("How many days of annual leave do employees earn?", Ann))).Finished.Ending);
    }

    // By what the model tells callers apart.
    private static async Task<string?> SignAsync(Question question)
    {
        ScriptedModel model = new("Full-time employees earn 30 days of annual leave [1].");
        using House house = new(new ListRetriever(Handbook.Ranked), model);
        await house.AskAsync(question);
        return model.Options!.AdditionalProperties?.GetValueOrDefault("caller") as string;
    }
}
