namespace Assistant.Inference.Encoders;

/// <summary>A model that is loaded at first use, once; after it was disposed of never again. Safe from many threads.</summary>
/// <param name="load">Loads it.</param>
/// <typeparam name="T">What is loaded; disposed of with this.</typeparam>
internal sealed class LazyEngine<T>(Func<CancellationToken, T> load) : IAsyncDisposable
    where T : class, IAsyncDisposable
{
    private readonly SemaphoreSlim loading = new(1);
    private T? engine;
    private bool disposed;

    /// <summary>Whether it is in memory.</summary>
    public bool IsLoaded => Volatile.Read(ref engine) is not null;

    /// <summary>The engine; whoever comes while it is being loaded waits for that. A failed attempt is made again by the next who asks.</summary>
    public async ValueTask<T> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref engine) is { } ready)
        {
            return ready;
        }

        await loading.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return engine ??= await Task.Run(() => load(cancellationToken), cancellationToken);
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>Lets running requests end, then frees it.</summary>
    public async ValueTask DisposeAsync()
    {
        await loading.WaitAsync();
        try
        {
            disposed = true;
            if (engine is not null)
            {
                await engine.DisposeAsync();
                engine = null;
            }
        }
        finally
        {
            loading.Release();
        }
    }
}
