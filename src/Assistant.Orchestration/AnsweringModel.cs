using Assistant.Core;
using Microsoft.Extensions.AI;

namespace Assistant.Orchestration;

/// <summary>A chat model that writes answers, and what it can read.</summary>
/// <param name="Client">The model.</param>
/// <param name="Budget">Its name, context and token count.</param>
public sealed record AnsweringModel(IChatClient Client, IPromptBudget Budget);

/// <summary>Finds the chat model that answers; wired by the server.</summary>
/// <param name="name">The model's name, or null for the configured one.</param>
/// <param name="cancellationToken">Ends the wait.</param>
/// <returns>The model, or null when none is configured or can run here: answers are extractive then.</returns>
/// <exception cref="AssistantException">A name was given and no such model exists (<c>unknown_model</c>).</exception>
public delegate ValueTask<AnsweringModel?> FindAnsweringModel(string? name, CancellationToken cancellationToken);
