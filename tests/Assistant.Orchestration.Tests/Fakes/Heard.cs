using Assistant.Core;

namespace Assistant.Orchestration.Tests.Fakes;

/// <summary>A whole answer.</summary>
internal sealed record Heard(IReadOnlyList<AnswerUpdate> Updates)
{
    public string Text => string.Concat(Updates.OfType<AnswerUpdate.Words>().Select(words => words.Text));

    public IReadOnlyList<Citation> Citations => [.. Updates.OfType<AnswerUpdate.Cited>().Select(cited => cited.Citation)];

    public AnswerUpdate.Finished Finished => Assert.IsType<AnswerUpdate.Finished>(Updates[^1]);
}
