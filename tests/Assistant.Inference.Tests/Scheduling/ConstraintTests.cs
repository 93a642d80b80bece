using Assistant.Inference.Scheduling;
using Assistant.Inference.Tests.Fixtures;

namespace Assistant.Inference.Tests.Scheduling;

/// <summary>A constraint is asked in the way that it promises to be.</summary>
public sealed class ConstraintTests : IDisposable
{
    private readonly TinyEngine tiny = new();

    public void Dispose() => tiny.Dispose();

    [Fact]
    public async Task A_constraint_is_honoured_token_by_token_and_closed_before_there_is_no_more_room()
    {
        using var engine = tiny.Start();
        FixedText text = new([70, 71, 72], [80, 81]);

        var answer = await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 20), maxTokens: 9, constraint: text));

        // After eight tokens one is left, and the ninth would need a tenth to be whole.
        Assert.Equal((EngineEnding.Length, 8), (TokenRequest.Outcome(answer).Ending, answer.Tokens.Count));
        Assert.All(answer.Tokens.Index(), token => Assert.Contains(token.Item, token.Index % 2 == 0 ? new[] { 70, 71, 72 } : [80, 81]));
        Assert.InRange(text.Masked, 1, text.Asked);
    }

    [Fact]
    public async Task A_constraint_ends_an_answer_and_forbids_its_end()
    {
        using var engine = tiny.Start();

        var fixedEnd = await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 20), constraint: new FixedText([70], [80], endsAfter: 6)));
        var tooEarly = await TokenRequest.RunAsync(engine, new(TinyEngine.Prompt(1, 20), constraint: new FixedText([70], [80]), maxTokens: 2, ends: Enumerable.Range(0, 300).Except([70, 80]).ToHashSet()));

        Assert.Equal([70, 80, 70, 80, 70, 80], fixedEnd.Tokens);
        Assert.Equal(EngineEnding.Stop, TokenRequest.Outcome(fixedEnd).Ending);

        // Nearly every token would end the turn: at the start it may end, after one word of two it may not.
        Assert.Contains(tooEarly.Tokens.Count, new[] { 0, 2 });
    }
}
