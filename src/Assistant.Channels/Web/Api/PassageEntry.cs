using System.Text.Json.Serialization;
using Assistant.Core;

namespace Assistant.Channels.Web;

/// <summary>A passage.</summary>
internal sealed record PassageEntry(
    string Id,
    string Document,
    [property: JsonPropertyName("document_id")] string DocumentId,
    string Collection,
    string Title,
    [property: JsonPropertyName("heading_path")] IReadOnlyList<string> HeadingPath,
    string Section,
    int? Page,
    int Ordinal,
    string Text,
    string Language)
{
    public static PassageEntry From(Passage passage) => new(
        passage.Id,
        passage.DocumentName,
        passage.DocumentId,
        passage.Collection,
        passage.Title,
        passage.HeadingPath,
        passage.Section,
        passage.Page,
        passage.Ordinal,
        passage.Text,
        passage.Language);
}
