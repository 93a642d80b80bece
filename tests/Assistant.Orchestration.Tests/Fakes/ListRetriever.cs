using Assistant.Core;

namespace Assistant.Orchestration.Tests.Fakes;

/// <summary>Gives these passages in this order, and remembers what was asked.</summary>
internal sealed class ListRetriever(params RankedPassage[] passages) : IRetriever
{
    public Question? Asked { get; private set; }

    public Exception? Breaks { get; init; }

    public Task<RetrievedPassages> RetrieveAsync(Question question, int top, RetrievalMode mode, CancellationToken cancellationToken)
    {
        Asked = question;
        cancellationToken.ThrowIfCancellationRequested();
        return Breaks is null ? Task.FromResult(new RetrievedPassages([.. passages.Take(top)], mode)) : Task.FromException<RetrievedPassages>(Breaks);
    }
}
