using System.Runtime.CompilerServices;
using Assistant.Core;

namespace Assistant.Server.Home;

/// <summary>Mends the home once before anything is taken in: whoever comes first waits for it, and so does everybody meanwhile.</summary>
/// <remarks>So a server answers questions from its first second, and no upload meets a catalogue that a crash left behind.</remarks>
internal sealed class RecoveredIngestion(IIngestion ingestion) : IIngestion, IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile bool recovered;

    /// <inheritdoc/>
    public async IAsyncEnumerable<IngestOutcome> IngestPathsAsync(IngestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RecoverAsync(cancellationToken);
        await foreach (var outcome in ingestion.IngestPathsAsync(request, cancellationToken))
        {
            yield return outcome;
        }
    }

    /// <inheritdoc/>
    public async Task<DocumentRecord> UploadAsync(Upload upload, CancellationToken cancellationToken)
    {
        await RecoverAsync(cancellationToken);
        return await ingestion.UploadAsync(upload, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DocumentRecord?> RetryAsync(string documentId, CancellationToken cancellationToken)
    {
        await RecoverAsync(cancellationToken);
        return await ingestion.RetryAsync(documentId, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string documentId, CancellationToken cancellationToken)
    {
        await RecoverAsync(cancellationToken);
        return await ingestion.DeleteAsync(documentId, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RecoverAsync(cancellationToken);
        await ingestion.RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (recovered)
        {
            return;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!recovered)
            {
                await ingestion.RecoverAsync(cancellationToken);
                recovered = true;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();
}
