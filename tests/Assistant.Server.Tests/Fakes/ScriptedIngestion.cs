using System.Runtime.CompilerServices;
using Assistant.Core;

namespace Assistant.Server.Tests.Fakes;

/// <summary>An ingestion that gives the outcomes it was told, and then may fail.</summary>
internal sealed class ScriptedIngestion(IDocumentCatalog catalog, params IngestOutcome[] outcomes) : IIngestion
{
    public IngestRequest? Asked { get; private set; }

    public Exception? Failure { get; init; }

    public bool Hangs { get; init; }

    public async IAsyncEnumerable<IngestOutcome> IngestPathsAsync(IngestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Asked = request;
        foreach (var outcome in outcomes)
        {
            await Task.Yield();
            yield return outcome;
        }

        if (Failure is not null)
        {
            throw Failure;
        }

        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    public Task<DocumentRecord> UploadAsync(Upload upload, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async Task<DocumentRecord?> RetryAsync(string documentId, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(documentId, cancellationToken) is not { } record)
        {
            return null;
        }

        var again = record with { State = record.Name.StartsWith("bad", StringComparison.Ordinal) ? DocumentState.Failed : DocumentState.Ready, Attempts = record.Attempts + 1 };
        await catalog.SaveAsync([again], cancellationToken);
        return again;
    }

    public Task<bool> DeleteAsync(string documentId, CancellationToken cancellationToken) => catalog.DeleteAsync(documentId, cancellationToken);

    public Task RunAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public Task RecoverAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
