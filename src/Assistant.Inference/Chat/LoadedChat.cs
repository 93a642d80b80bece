using Assistant.Inference.Engine;
using Assistant.Inference.Scheduling;

namespace Assistant.Inference.Chat;

/// <summary>A chat model in memory.</summary>
/// <param name="Model">The weights.</param>
/// <param name="Engine">What computes its requests.</param>
/// <param name="Ends">The tokens that end its turn.</param>
internal sealed record LoadedChat(LlamaModel Model, ChatEngine Engine, HashSet<int> Ends);
