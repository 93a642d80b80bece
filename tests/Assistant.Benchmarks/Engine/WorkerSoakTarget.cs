using Assistant.Inference;
using Microsoft.Extensions.AI;

namespace Assistant.Benchmarks.Engine;

/// <summary>The engine in its supervised process, which is killed now and then.</summary>
internal sealed class WorkerSoakTarget(ModelWorker worker) : ISoakTarget
{
    /// <inheritdoc/>
    public IChatClient Chat => worker.Chat;

    /// <inheritdoc/>
    public IEmbeddingGenerator<string, Embedding<float>> Embedder => worker.Embedder;

    /// <inheritdoc/>
    public int Process => worker.Process ?? 0;

    /// <inheritdoc/>
    public bool Kill()
    {
        if (worker.Process is not { } id)
        {
            return false;
        }

        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended meanwhile.
            return false;
        }
    }

    /// <inheritdoc/>
    public bool MayFail(Exception failure) => failure is LocalModelException && failure.Message.Contains("worker", StringComparison.Ordinal);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => worker.DisposeAsync();
}
