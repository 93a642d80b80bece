namespace Assistant.Core;

/// <summary>Measures text in tokens of the embedder, in managed code, so that it also counts where native libraries are missing.</summary>
public interface ITokenCounter
{
    /// <summary>How many tokens the text has, without special tokens.</summary>
    int Count(ReadOnlySpan<char> text);

    /// <summary>How many tokens the embedder reads of a passage, special tokens not counted.</summary>
    int MaxTokens { get; }
}
