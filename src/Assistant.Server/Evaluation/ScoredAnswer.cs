using Assistant.Core;

namespace Assistant.Server.Evaluation;

/// <summary>One question's answer with its scores: a line of <c>eval answers --out</c>.</summary>
internal sealed record ScoredAnswer
{
    public required string Id { get; init; }

    public required string Question { get; init; }

    public required bool Unanswerable { get; init; }

    public required AnswerEnding Ending { get; init; }

    public required bool Refused { get; init; }

    public required string Answer { get; init; }

    public required IReadOnlyList<string> References { get; init; }

    public required string Model { get; init; }

    public required bool Contains { get; init; }

    public required double TokenF1 { get; init; }

    public required IReadOnlyList<CitedPassage> Citations { get; init; }

    public required int SupportsFound { get; init; }

    public required int Supports { get; init; }

    public required int Dropped { get; init; }

    public required double ElapsedMs { get; init; }
}

/// <summary>A citation and whether its passage supports the answer.</summary>
internal sealed record CitedPassage(int Number, string Document, string Quote, bool Supporting);
