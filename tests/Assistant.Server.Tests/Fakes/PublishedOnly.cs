using Assistant.Core;

namespace Assistant.Server.Tests.Fakes;

/// <summary>An index that tells what is published, and nothing else.</summary>
internal sealed class PublishedOnly(params PublishedDocument[] published) : IPassageIndex
{
    public Task<IReadOnlyList<PublishedDocument>> PublishedAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PublishedDocument>>(published);

    public Task StageAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> PublishAsync(DocumentVersion version, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DiscardAsync(string versionId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string documentId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PassageMatches> SearchAsync(PassageQuery query, Asker asker, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Passage?> FindAsync(string passageId, Asker asker, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Passage>> PassagesAsync(string documentId, Asker asker, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Passage>> WithoutVectorsAsync(string embedder, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StoreVectorsAsync(string embedder, IReadOnlyList<PassageVector> vectors, CancellationToken cancellationToken) => throw new NotSupportedException();
}
