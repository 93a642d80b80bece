using Assistant.Core;

namespace Assistant.Server.Lines;

/// <summary>An answer with its citations.</summary>
internal sealed record AskReport(
    string Question,
    string Answer,
    AnswerEnding Ending,
    IReadOnlyList<AskCitation> Citations,
    string Model,
    int Dropped,
    AskTokens Tokens,
    double ElapsedMs,
    double? FirstTokenMs,
    string? Conversation,
    string? Reason);

/// <summary>What a part of the answer rests on.</summary>
internal sealed record AskCitation(
    int Number,
    string Document,
    string Title,
    int? Page,
    string Section,
    string Quote,
    string Passage,
    string DocumentId,
    string Collection)
{
    /// <summary>The line of a citation.</summary>
    public static AskCitation Of(Citation citation) => new(
        citation.Number,
        citation.Passage.DocumentName,
        citation.Passage.Title,
        citation.Passage.Page,
        citation.Passage.Section,
        citation.Quote,
        citation.Passage.Id,
        citation.Passage.DocumentId,
        citation.Passage.Collection);
}

/// <summary>Tokens of an answer; zeros without a model.</summary>
internal sealed record AskTokens(int Prompt, int Cached, int Completion);
