using Microsoft.Extensions.AI;

namespace Assistant.Inference.Formats;

/// <summary>What besides the messages decides how a prompt looks.</summary>
internal sealed record ChatRendering
{
    /// <summary>The tools that are offered. Families without a tool form of their own leave them out. None by default.</summary>
    public IReadOnlyList<AITool> Tools { get; init; } = [];

    /// <summary>Whether the prompt ends where the assistant is to begin. The default is true; <see cref="ContinueLast"/> goes first.</summary>
    public bool AddGenerationPrompt { get; init; } = true;

    /// <summary>Whether the last message, an assistant's text, is to be continued instead of closed. The default is false.</summary>
    public bool ContinueLast { get; init; }

    /// <summary>Today, for the families that tell it to the model (LLaMA 3.1 and later).</summary>
    public required DateOnly Date { get; init; }
}
