using Microsoft.Extensions.AI;

namespace Assistant.Benchmarks.Engine;

/// <summary>A request that all engines can take in the form that they like.</summary>
/// <param name="Messages">As a conversation.</param>
/// <param name="Tokens">The same, as the tokens that our chat format makes of it.</param>
internal sealed record EnginePrompt(IReadOnlyList<ChatMessage> Messages, int[] Tokens);
