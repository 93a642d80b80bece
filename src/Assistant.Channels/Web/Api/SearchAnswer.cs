using System.Text.Json.Serialization;
using Assistant.Core;

namespace Assistant.Channels.Web;

/// <summary>Ranked passages.</summary>
internal sealed record SearchAnswer(
    string Query,
    [property: JsonConverter(typeof(SnakeCaseEnumConverter<RetrievalMode>))] RetrievalMode Mode,
    IReadOnlyList<SearchHit> Hits,
    [property: JsonPropertyName("elapsed_ms")] long ElapsedMs);

/// <summary>A passage that was found.</summary>
internal sealed record SearchHit(
    int Rank,
    double Score,
    string Document,
    [property: JsonPropertyName("document_id")] string DocumentId,
    string Collection,
    string Title,
    int? Page,
    string Section,
    string Text,
    string Passage)
{
    public static SearchHit From(RankedPassage ranked, int rank) => new(
        rank,
        ranked.Score,
        ranked.Passage.DocumentName,
        ranked.Passage.DocumentId,
        ranked.Passage.Collection,
        ranked.Passage.Title,
        ranked.Passage.Page,
        ranked.Passage.Section,
        ranked.Passage.Text,
        ranked.Passage.Id);
}
