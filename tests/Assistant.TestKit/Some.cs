using Assistant.Core;

namespace Assistant.TestKit;

/// <summary>Values for what does not matter in a test.</summary>
public static class Some
{
    /// <summary>A passage.</summary>
    public static Passage Passage(string id = "d1-v1-0", string text = "Some words.", string documentId = "d1", string collection = "default", int ordinal = 0) => new()
    {
        Id = id,
        DocumentId = documentId,
        DocumentName = documentId + ".md",
        Collection = collection,
        Title = "Some title",
        Ordinal = ordinal,
        Text = text,
        End = text.Length,
        Language = "en",
    };

    /// <summary>A version of a document.</summary>
    public static DocumentVersion Version(string documentId = "d1", string versionId = "v1", string collection = "default", params string[] readBy) =>
        new(documentId, versionId, documentId + ".md", collection, readBy.Length == 0 ? [Asker.EveryonePrincipal] : readBy, new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>A question of the operator.</summary>
    public static Question Question(string text = "What is this?") => new(text, Asker.Operator);

    /// <summary>Where the document of a passage stands in the catalogue.</summary>
    public static DocumentRecord Document(string collection = "default", string name = "some.md") => new()
    {
        Id = DocumentIds.For(collection, name),
        Collection = collection,
        Name = name,
        Title = name,
        State = DocumentState.Queued,
        ContentHash = new string('0', 64),
        ReadBy = [Asker.EveryonePrincipal],
    };
}
