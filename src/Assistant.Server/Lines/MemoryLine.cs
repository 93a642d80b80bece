using Assistant.Inference.Catalogue;

namespace Assistant.Server.Lines;

/// <summary>The memory that a model takes while it is loaded.</summary>
/// <param name="WeightBytes">Its weights: the size of its files.</param>
/// <param name="ContextBytes">Keys and values of the context; 0 for models that keep none.</param>
/// <param name="ContextTokens">The tokens of all requests together that are kept.</param>
/// <param name="TotalBytes">Both together. Work buffers come on top.</param>
/// <param name="AvailableBytes">The memory of the machine or the container.</param>
/// <param name="Fits">Whether it fits there.</param>
internal sealed record MemoryLine(long WeightBytes, long ContextBytes, int ContextTokens, long TotalBytes, long AvailableBytes, bool Fits)
{
    /// <summary>The line of a need; null for none.</summary>
    public static MemoryLine? Of(MemoryNeed? need) => need is null
        ? null
        : new(need.WeightBytes, need.ContextBytes, need.ContextTokens, need.TotalBytes, need.AvailableBytes, need.Fits);

    /// <summary>In words, such as <c>5.6 GiB, fits</c>.</summary>
    public override string ToString() => $"{Sizes.Of(TotalBytes)}, {(Fits ? "fits" : "does not fit")}";
}
