using Assistant.Inference.Remote;

namespace Assistant.Inference.Workers;

/// <summary>The way to the worker process.</summary>
internal sealed class WorkerTransport(WorkerSupervisor supervisor) : IModelTransport
{
    // A connection that breaks and a process that ends are seen by different threads of the system.
    private static readonly TimeSpan EndOfProcess = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public async Task<ModelResponse> PostAsync(ModelPath path, ReadOnlyMemory<byte> json, string model, CancellationToken cancellationToken)
    {
        while (true)
        {
            var process = await supervisor.EnterAsync(cancellationToken);
            try
            {
                using var request = process.Post(PathOf(path), json);
                var response = await process.Requests.SendAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return new(response, failure => ExplainAsync(failure, process), supervisor.Leave);
                }

                using (response)
                {
                    var error = await ModelReply.ReadErrorAsync(response, Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                    throw ModelReply.ExceptionOf(error, response.StatusCode, model, response.Headers.RetryAfter?.Delta);
                }
            }
            catch (Exception e)
            {
                supervisor.Leave();

                // The connections of a process that has ended are given back, also between its choice and the request.
                var isBuried = e is ObjectDisposedException && process.Exited.IsCompleted;
                if (e is not (HttpRequestException or IOException) && !isBuried)
                {
                    throw;
                }

                var explained = await ExplainAsync(e, process);

                // It had died before it heard of this request: the next one takes it.
                var isUnheard = isBuried || e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
                if (!isUnheard || !process.Exited.IsCompleted)
                {
                    throw explained;
                }
            }
        }
    }

    private static async ValueTask<LocalModelException> ExplainAsync(Exception failure, WorkerProcess process)
    {
        await Task.WhenAny(process.Exited, Task.Delay(EndOfProcess));
        return new(process.Exited.IsCompleted ? $"{process.Fault} The next request starts it again." : $"The model worker broke off: {failure.Message}", failure);
    }

    private static string PathOf(ModelPath path) => path switch
    {
        ModelPath.Chat => "v1/chat/completions",
        ModelPath.Embeddings => "v1/embeddings",
        ModelPath.Rerank => "v1/rerank",
        ModelPath.Load => "models/load",
        _ => "tokenize",
    };
}
