using Assistant.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Channels.Web;

/// <summary>Tells how far the vectors of documents are.</summary>
internal sealed class VectorStates(IPassageIndex index, IServiceProvider services)
{
    /// <summary>The documents as the API shows them.</summary>
    public async Task<IReadOnlyList<DocumentEntry>> EntriesAsync(IReadOnlyList<DocumentRecord> documents, CancellationToken cancellationToken)
    {
        var published = (await index.PublishedAsync(cancellationToken)).ToDictionary(document => document.DocumentId, StringComparer.Ordinal);
        var embeds = services.GetService<GetWebStatus>()?.Invoke().Embedder != EmbedderState.Missing;
        return [.. documents.Select(document => DocumentEntry.From(document, StateOf(published.GetValueOrDefault(document.Id), embeds)))];
    }

    public async Task<DocumentEntry> EntryAsync(DocumentRecord document, CancellationToken cancellationToken) =>
        (await EntriesAsync([document], cancellationToken))[0];

    private static VectorState StateOf(PublishedDocument? published, bool embeds) => published switch
    {
        null or { Passages: 0 } => VectorState.None,
        _ when published.Vectors >= published.Passages => VectorState.Ready,
        _ => embeds ? VectorState.Pending : VectorState.None,
    };
}
