using Assistant.Core;
using Assistant.Retrieval.Index.Local;
using Assistant.Retrieval.Words;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Retrieval.Tests.Index;

/// <summary>Short ways to make documents and local indexes.</summary>
internal static class IndexFixture
{
    public static LocalPassageIndex Open(string database, bool readOnly = false, int bitCodesFrom = 50_000) => new(
        Options.Create(new RetrievalOptions { Database = database, ReadOnly = readOnly, BitCodesFrom = bitCodesFrom }),
        new TextAnalyzer(),
        TimeProvider.System,
        NullLogger<LocalPassageIndex>.Instance);

    public static DocumentVersion Version(
        string document, int number = 1, string collection = "default", string[]? readBy = null, Dictionary<string, IReadOnlyList<string>>? tags = null) =>
        new(document, $"{document}.{number}", $"{document}.md", collection, readBy ?? [Asker.EveryonePrincipal], tags ?? []);

    public static Passage[] Passages(DocumentVersion version, params string[] texts) => PassagesIn(version, "en", texts);

    public static Passage[] PassagesIn(DocumentVersion version, string language, params string[] texts) =>
        [.. texts.Select((text, ordinal) => new Passage
        {
            Id = $"{version.VersionId}-{ordinal:D6}",
            DocumentId = version.DocumentId,
            DocumentName = version.DocumentName,
            Collection = version.Collection,
            Title = version.DocumentId,
            HeadingPath = ordinal == 0 ? [] : ["Part", $"Section {ordinal}"],
            Page = ordinal + 1,
            Ordinal = ordinal,
            Start = ordinal * 100,
            End = (ordinal * 100) + text.Length,
            Text = text,
            Tokens = text.Length / 4,
            Language = language,
        })];

    public static async Task PublishAsync(this IPassageIndex index, DocumentVersion version, params string[] texts)
    {
        await index.StageAsync(version, Passages(version, texts), CancellationToken.None);
        await index.PublishAsync(version, CancellationToken.None);
    }

    public static Task<PassageMatches> WordsAsync(this IPassageIndex index, string words, Asker? asker = null, params string[] collections) =>
        index.SearchAsync(new() { Words = [new(words, 1)], Collections = collections }, asker ?? Asker.Anonymous, CancellationToken.None);

    public static Task<PassageMatches> NearAsync(this IPassageIndex index, float[] vector, Asker? asker = null, string embedder = "test") =>
        index.SearchAsync(new() { Vector = vector, Embedder = embedder }, asker ?? Asker.Anonymous, CancellationToken.None);

    public static float[] Unit(params float[] direction)
    {
        var length = MathF.Sqrt(direction.Sum(x => x * x));
        return [.. direction.Select(x => x / length)];
    }
}
