using System.Text.Json.Serialization;
using Assistant.Core;

namespace Assistant.Channels.Web;

/// <summary>A whole answer: what the command line prints for <c>ask --json</c>, and the last event of a stream.</summary>
internal sealed record AskAnswer
{
    public required string Question { get; init; }

    /// <summary>The answer's text with its marks, such as <c>[1]</c>.</summary>
    public required string Answer { get; init; }

    [JsonConverter(typeof(SnakeCaseEnumConverter<AnswerEnding>))]
    public required AnswerEnding Ending { get; init; }

    public required IReadOnlyList<CitationEntry> Citations { get; init; }

    public required string Model { get; init; }

    /// <summary>How many sentences the check took out.</summary>
    public required int Dropped { get; init; }

    public required TokensEntry Tokens { get; init; }

    /// <summary>Why it failed or was declined, or null.</summary>
    public string? Reason { get; init; }

    public string? Conversation { get; init; }

    [JsonPropertyName("elapsed_ms")]
    public required long ElapsedMs { get; init; }

    /// <summary>Until the first words, or null when there were none.</summary>
    [JsonPropertyName("first_token_ms")]
    public long? FirstTokenMs { get; init; }
}

/// <summary>Tokens of an answer.</summary>
internal sealed record TokensEntry(int Prompt, int Cached, int Completion);

/// <summary>What a mark in an answer stands for.</summary>
internal sealed record CitationEntry(
    int Number,
    string Document,
    [property: JsonPropertyName("document_id")] string DocumentId,
    string Collection,
    string Title,
    int? Page,
    string Section,
    string Quote,
    string Passage)
{
    public static CitationEntry From(Citation citation) => new(
        citation.Number,
        citation.Passage.DocumentName,
        citation.Passage.DocumentId,
        citation.Passage.Collection,
        citation.Passage.Title,
        citation.Passage.Page,
        citation.Passage.Section,
        citation.Quote,
        citation.Passage.Id);
}
