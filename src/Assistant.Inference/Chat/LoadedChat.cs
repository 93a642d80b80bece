using Assistant.Inference.Engine;
using Assistant.Inference.Grammars;
using Assistant.Inference.Scheduling;
using Assistant.Inference.Tools;

namespace Assistant.Inference.Chat;

/// <summary>A chat model in memory.</summary>
/// <param name="Model">The weights.</param>
/// <param name="Engine">What computes its requests.</param>
/// <param name="Ends">The tokens that end its turn.</param>
/// <param name="Form">How its output is read.</param>
internal sealed record LoadedChat(LlamaModel Model, ChatEngine Engine, HashSet<int> Ends, OutputForm Form)
{
    /// <summary>The grammars that requests ask for; its vocabulary is only looked at when there is one.</summary>
    public ModelGrammars Grammars { get; } = new(Model.Vocabulary);
}
