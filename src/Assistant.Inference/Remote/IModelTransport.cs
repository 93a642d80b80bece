namespace Assistant.Inference.Remote;

/// <summary>The way to a process or server that speaks OpenAI's form. Safe from many threads.</summary>
internal interface IModelTransport
{
    /// <summary>Posts JSON. Retries, where there are any, end before the first byte of an answer.</summary>
    /// <param name="path">What is asked.</param>
    /// <param name="json">The body.</param>
    /// <param name="model">The model's name, for errors.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="LocalModelException">It can't be reached, or answers with an error.</exception>
    Task<ModelResponse> PostAsync(ModelPath path, ReadOnlyMemory<byte> json, string model, CancellationToken cancellationToken);
}
