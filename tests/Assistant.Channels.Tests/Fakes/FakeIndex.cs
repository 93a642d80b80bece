using Assistant.Core;

namespace Assistant.Channels.Tests.Fakes;

/// <summary>Two passages that everyone may read.</summary>
internal sealed class FakeIndex : IPassageIndex, IRetriever
{
    public static Passage Leave { get; } = Some.Passage("hr.1-000000", "Leave is earned each pay period. <b>Not bold.</b>", "hr", "hr") with
    {
        DocumentName = "travel/leave.md", Title = "Leave types", HeadingPath = ["Annual leave", "Accrual"], Page = 3,
    };

    public static Passage Request { get; } = Some.Passage("hr.1-000001", "It is requested in advance.", "hr", "hr", ordinal: 1) with
    {
        DocumentName = "travel/leave.md", Title = "Leave types", HeadingPath = ["Requests"], Page = 4,
    };

    public Task<RetrievedPassages> RetrieveAsync(Question question, int top, RetrievalMode mode, CancellationToken cancellationToken) => Task.FromResult(
        new RetrievedPassages([new(Leave, 0.9) { Lexical = 3.5, Dense = 0.7, Comparable = 0.8 }, new(Request, 0.4)], mode));

    public Task<Passage?> FindAsync(string passageId, Asker asker, CancellationToken cancellationToken) =>
        Task.FromResult(new[] { Leave, Request }.FirstOrDefault(passage => passage.Id == passageId));

    public Task<IReadOnlyList<Passage>> PassagesAsync(string documentId, Asker asker, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Passage>>(documentId == "hr" ? [Leave, Request] : []);

    public Task<IReadOnlyList<PublishedDocument>> PublishedAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PublishedDocument>>([new("hr", "hr.1", 2, 1)]);

    public Task StageAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> PublishAsync(DocumentVersion version, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DiscardAsync(string versionId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string documentId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PassageMatches> SearchAsync(PassageQuery query, Asker asker, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Passage>> WithoutVectorsAsync(string embedder, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StoreVectorsAsync(string embedder, IReadOnlyList<PassageVector> vectors, CancellationToken cancellationToken) => throw new NotSupportedException();
}
