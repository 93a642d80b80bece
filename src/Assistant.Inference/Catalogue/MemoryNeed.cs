namespace Assistant.Inference.Catalogue;

/// <summary>The memory that a model takes while it is loaded.</summary>
/// <param name="WeightBytes">Its weights: the size of its files.</param>
/// <param name="ContextBytes">Keys and values of <paramref name="ContextTokens"/>; 0 for models that keep none.</param>
/// <param name="ContextTokens">The tokens of all requests together that are kept: at least one request's context.</param>
/// <param name="AvailableBytes">The memory that the system, or the container, gives to this process in all.</param>
/// <remarks>Work buffers come on top of it: some ten to some hundred MiB, by the size of the vocabulary.</remarks>
public sealed record MemoryNeed(long WeightBytes, long ContextBytes, int ContextTokens, long AvailableBytes)
{
    /// <summary>Weights and context together.</summary>
    public long TotalBytes => WeightBytes > long.MaxValue - ContextBytes ? long.MaxValue : WeightBytes + ContextBytes;

    /// <summary>Whether it fits into the machine's memory. What a GPU would hold is not taken off.</summary>
    public bool Fits => TotalBytes <= AvailableBytes;
}
